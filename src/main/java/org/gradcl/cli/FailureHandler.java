package org.gradcl.cli;

import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.Locale;
import org.gradcl.cli.training.UsageException;
import org.gradcl.text.FileFailure;
import org.gradcl.text.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns exceptions into a message for people and an exit code: 2 for a wrong use of the command
 * line, 1 for all else. The stack trace is logged at DEBUG, which {@code -Dgradcl.log=debug} shows.
 */
final class FailureHandler {
  private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);

  private FailureHandler() {}

  /** Wrong use: the message, what may have been meant, and where help is. */
  static int usage(ParameterException failure, String[] arguments) {
    LOG.debug("Wrong use", failure);
    CommandLine command = failure.getCommandLine();
    CommandSpec spec = command.getCommandSpec();
    PrintWriter err = command.getErr();
    err.println(spec.root().name() + ": " + Printable.text(failure.getMessage()));
    UnmatchedArgumentException.printSuggestions(failure, err);
    err.println("Try '" + spec.qualifiedName() + " --help'.");
    err.flush();
    return spec.exitCodeOnInvalidInput();
  }

  /** A command that failed: the message alone, or as {@link #usage} where the use was wrong. */
  static int execution(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof UsageException) {
      return usage(new ParameterException(command, failure.getMessage(), failure), new String[0]);
    }
    LOG.debug("The command failed", failure);
    CommandSpec spec = command.getCommandSpec();
    command.getErr().println(spec.root().name() + ": " + message(failure));
    command.getErr().flush();
    return spec.exitCodeOnExecutionException();
  }

  /** A full disk or a closed pipe, which a writer does not report by itself. */
  static int lostOutput(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    command
        .getErr()
        .println(
            spec.root().name()
                + ": not all could be written to standard output; is its disk full, or did the"
                + " program that reads it end?");
    command.getErr().flush();
    return spec.exitCodeOnExecutionException();
  }

  /** Data or a network that does not fit in Java's memory. */
  static int outOfMemory(OutOfMemoryError failure, CommandLine command) {
    LOG.debug("Out of memory", failure);
    CommandSpec spec = command.getCommandSpec();
    command
        .getErr()
        .println(
            String.format(
                Locale.ROOT,
                "%s: Java's memory of %,d MiB is not enough; give it more, as by"
                    + " JDK_JAVA_OPTIONS=-Xmx8g, or take fewer rows, columns or categories; train"
                    + " --ignore leaves out columns",
                spec.root().name(),
                Runtime.getRuntime().maxMemory() >> 20));
    command.getErr().flush();
    return spec.exitCodeOnExecutionException();
  }

  /** The message of an exception; names the type if the exception itself says too little. */
  static String message(Throwable failure) {
    return Printable.text(rawMessage(failure));
  }

  private static String rawMessage(Throwable failure) {
    String text = failure.getMessage();
    if (failure instanceof FileSystemException file) {
      return FileFailure.sentence(file);
    }
    if (text == null || text.isBlank() || failure instanceof NullPointerException) {
      return String.format(
          Locale.ROOT,
          "internal error, %s; with JDK_JAVA_OPTIONS=-Dgradcl.log=debug it shows where",
          failure);
    }
    return text;
  }
}
