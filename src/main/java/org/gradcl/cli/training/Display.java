package org.gradcl.cli.training;

import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.Method;

/** The ways to show progress. */
public enum Display {
  /** A bar that is redrawn, for terminals. */
  BAR,
  /** A line an epoch. */
  LINES,
  /** Not at all. */
  NONE;

  /** The choice for standard output: a bar on a terminal, otherwise lines. */
  public static Display ofProcess() {
    return isTerminal() ? BAR : LINES;
  }

  /** From Java 22 on there may be a console without a terminal; only then can it be asked. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    if (System.console() == null) {
      return false;
    }
    try {
      Method isTerminal = Console.class.getMethod("isTerminal");
      return (boolean) isTerminal.invoke(System.console());
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Progress shown this way. */
  Progress progress(PrintWriter out, int epochs) {
    return switch (this) {
      case BAR -> new BarProgress(new TerminalConsumer());
      case LINES -> new LineProgress(out, epochs);
      case NONE -> Progress.quiet();
    };
  }
}
