package org.gradcl.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * A command as run within this process.
 *
 * @param exitCode what it exits with
 * @param out what it printed to standard output
 * @param err what it printed to standard error; the log is not part of it
 */
record CommandRun(int exitCode, String out, String err) {
  /** Runs the command train, whose fit is watched; the arguments are those behind its name. */
  static CommandRun of(TrainCommand command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(command)
            .setExecutionExceptionHandler(FailureHandler::execution)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /** Runs a command line. */
  static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /**
   * Runs a command on the JVM engine.
   *
   * @param arguments behind the command's name, as text; each element of an array is one
   */
  static CommandRun onJvm(String command, Object... arguments) {
    List<String> words = new ArrayList<>(List.of(command, "--device", "jvm"));
    for (Object argument : arguments) {
      if (argument instanceof Object[] several) {
        Stream.of(several).map(Object::toString).forEach(words::add);
      } else {
        words.add(argument.toString());
      }
    }
    return of(words.toArray(String[]::new));
  }
}
