package org.gradcl.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.gradcl.cli.training.Interruption;
import picocli.CommandLine;

/** The entry point of the program {@code gradcl}. */
public final class Main {
  /** Where Logback finds its settings; the library itself carries none. */
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

  /** Large data is no reason for a stack trace, and output that nobody received is no success. */
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

  /** Where no locale is set, Java assumes ASCII; what reads it today understands UTF-8. */
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
