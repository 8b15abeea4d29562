package org.gradcl.cli.training;

import java.io.PrintWriter;
import java.util.Locale;
import org.gradcl.text.Figures;
import org.gradcl.train.report.EpochReport;

/** A line for each epoch, for output that is not a terminal. Used by the fit's thread. */
final class LineProgress implements Progress {
  private final PrintWriter out;
  private final int epochs;
  private double secondsBefore = Double.NaN;

  /**
   * Progress of a run.
   *
   * @param epochs in the whole run
   */
  LineProgress(PrintWriter out, int epochs) {
    this.out = out;
    this.epochs = epochs;
  }

  @Override
  public void onEpoch(EpochReport report) {
    int width = Integer.toString(epochs).length();
    out.println(
        String.format(Locale.ROOT, "epoch %" + width + "d/%d", report.epoch(), epochs)
            + losses(report)
            + rate(report)
            + "  "
            + Figures.seconds(report.seconds()));
    out.flush();
    secondsBefore = report.seconds();
  }

  /** Such as {@code loss 0.01234 validation loss 0.01345 accuracy 0.97}. */
  static String losses(EpochReport report) {
    StringBuilder text = new StringBuilder("  loss ").append(Figures.loss(report.loss()));
    report
        .validationLoss()
        .ifPresent(loss -> text.append("  validation loss ").append(Figures.loss(loss)));
    report
        .metrics()
        .forEach(
            (name, value) ->
                text.append(String.format(Locale.ROOT, "  validation %s %.4f", name, value)));
    return text.toString();
  }

  /** The rate of this epoch, or of the run if the run was resumed within the epoch. */
  private String rate(EpochReport report) {
    double begin = report.epoch() == 1 ? 0 : secondsBefore;
    double seconds = report.seconds() - begin;
    return seconds > 0
        ? String.format(Locale.ROOT, "  %,.0f samples/s", report.samples() / seconds)
        : "";
  }
}
