package org.gradcl.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.gradcl.cli.training.Interruption;
import picocli.CommandLine;

/** The entry point of the program {@code gradcl}. */
public final class Main {
  /** The system property for Logback's settings; the library itself has none. */
  private static final String LOGBACK_PROPERTY = "logback.configurationFile";

  private Main() {}

  /** Runs the command that the arguments name and exits with its code. */
  public static void main(String[] arguments) {
    if (System.getProperty(LOGBACK_PROPERTY) == null) {
      System.setProperty(LOGBACK_PROPERTY, "org/gradcl/cli/logback.xml");
    }
    PrintWriter out = new PrintWriter(System.out, true, charset());
    PrintWriter err = new PrintWriter(System.err, true, charset());
    Interruption interruption = Interruption.ofProcess();
    int exitCode;
    try {
      exitCode = execute(commandLine().setOut(out).setErr(err), arguments);
    } finally {
      interruption.over();
    }
    System.exit(exitCode);
  }

  /**
   * Running out of memory gives a message instead of a stack trace, and lost output is an error.
   */
  static int execute(CommandLine commandLine, String... arguments) {
    try {
      int exitCode = commandLine.execute(arguments);
      return exitCode == 0 && commandLine.getOut().checkError()
          ? FailureHandler.lostOutput(commandLine)
          : exitCode;
    } catch (OutOfMemoryError e) {
      return FailureHandler.outOfMemory(e, commandLine);
    }
  }

  /** Without a locale Java assumes ASCII; today's terminals understand UTF-8. */
  private static Charset charset() {
    Charset usual = Charset.defaultCharset();
    return usual.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : usual;
  }

  /** All commands, ready to execute; writes to the standard streams unless given others. */
  static CommandLine commandLine() {
    return ArgumentReaders.register(new CommandLine(new GradclCommand()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(FailureHandler::usage)
        .setExecutionExceptionHandler(FailureHandler::execution);
  }
}
