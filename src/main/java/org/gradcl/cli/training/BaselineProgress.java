package org.gradcl.cli.training;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;
import org.gradcl.text.Figures;

/**
 * Shows the progress of the linear regression used for comparison: nothing for two seconds, in
 * which most are computed; then on a terminal one line that is redrawn, otherwise a line every ten
 * seconds. Used by one thread.
 */
final class BaselineProgress implements DoubleConsumer, AutoCloseable {
  private static final double SILENT_SECONDS = 2;

  private final PrintWriter out;
  private final boolean redrawn;
  private final double secondsBetween;
  private final LongSupplier nanoTime;
  private final long begin;
  private double next = SILENT_SECONDS;
  private int drawn;

  /**
   * Progress from now on.
   *
   * @param display how progress is shown
   * @param nanoTime a clock, in nanoseconds
   */
  BaselineProgress(PrintWriter out, Display display, LongSupplier nanoTime) {
    this.out = out;
    this.redrawn = display == Display.BAR;
    this.secondsBetween = redrawn ? 0.5 : 10;
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong();
  }

  @Override
  public void accept(double share) {
    double seconds = (nanoTime.getAsLong() - begin) / 1e9;
    if (seconds < next || share <= 0 || share >= 1) {
      return;
    }
    next = seconds + secondsBetween;
    String line =
        String.format(
            Locale.ROOT,
            "linear regression to compare with %3.0f%%  %s left",
            Math.floor(100 * share),
            Figures.seconds(seconds * (1 - share) / share));
    if (redrawn) {
      out.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
      drawn = line.length();
    } else {
      out.println(line);
    }
    out.flush();
  }

  /** Clears a redrawn line, so that the results take its place. */
  @Override
  public void close() {
    if (drawn > 0) {
      out.print("\r" + " ".repeat(drawn) + "\r");
      out.flush();
    }
  }
}
