package org.gradcl.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * A command as run within this process.
 *
 * @param exitCode what it exits with
 * @param out what it printed to standard output
 * @param err what it printed to standard error; the log is not part of it
 */
record CommandRun(int exitCode, String out, String err) {
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
}
