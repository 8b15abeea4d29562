package org.gradcl.cli.training;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressState;
import org.gradcl.text.Figures;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.StepEvent;

/**
 * A bar for terminals, which a separate thread redraws ten times a second. The fit's thread only
 * stores its position.
 */
final class BarProgress implements Progress {
  private static final int INTERVAL_MILLIS = 100;
  private static final int BAR = 24;
  private static final int LEAST_BAR = 4;

  /** The text of the bar; replaced as a whole. */
  private record Standing(StepEvent event, long firstSample, double firstSecond) {}

  private final ProgressBar bar;
  private volatile Standing standing;
  private volatile OptionalDouble validationLoss = OptionalDouble.empty();

  /** Columns of the line that was drawn last, without trailing blanks. */
  private volatile int drawn;

  /** Columns of the terminal at that time. */
  private volatile int widthThen = Integer.MAX_VALUE;

  /** A bar that is drawn on some terminal. */
  BarProgress(ProgressBarConsumer terminal) {
    bar =
        new ProgressBarBuilder()
            .setInitialMax(1)
            .setUpdateIntervalMillis(INTERVAL_MILLIS)
            .continuousUpdate()
            .setRenderer(this::render)
            .setConsumer(terminal)
            .build();
  }

  @Override
  public void onStep(StepEvent event, FitControl control) {
    Standing before = standing;
    long done = done(event);
    standing =
        before == null
            ? new Standing(event, done, event.seconds())
            : new Standing(event, before.firstSample(), before.firstSecond());
  }

  @Override
  public void onEpoch(EpochReport report) {
    validationLoss = report.validationLoss();
  }

  /** Samples of the whole run that are done. */
  private static long done(StepEvent event) {
    return (event.epoch() - 1) * event.samplesPerEpoch() + event.samples();
  }

  private static long total(StepEvent event) {
    return event.epochs() * event.samplesPerEpoch();
  }

  private String render(ProgressState state, int width) {
    Standing now = standing;
    if (now == null) {
      return "";
    }
    String epoch = "epoch " + now.event().epoch() + "/" + now.event().epochs();
    String figures = "";
    int room = 0;
    for (String form : forms(now, validationLoss)) {
      figures = form;
      room = width - epoch.length() - 1 - figures.length();
      if (room >= LEAST_BAR) {
        break;
      }
    }
    String whole = epoch + bar(now, Math.max(0, Math.min(BAR, room))) + figures;
    String line = whole.length() <= width ? whole : whole.substring(0, Math.max(0, width));
    // Blanks cover the rest of the previous line; a terminal that has grown has joined the rows
    // into which that line was wrapped.
    int before = width > widthThen ? width : drawn;
    widthThen = width;
    drawn = line.length();
    return line + " ".repeat(Math.max(0, Math.min(width, before) - line.length()));
  }

  /** A bar of that many characters after a blank; nothing for 0. */
  private static String bar(Standing now, int length) {
    if (length == 0) {
      return "";
    }
    int filled = (int) (length * done(now.event()) / total(now.event()));
    return " " + "█".repeat(filled) + "░".repeat(length - filled);
  }

  /** The figures for wide to narrow terminals, since a truncated figure would be wrong. */
  private static List<String> forms(Standing now, OptionalDouble validationLoss) {
    StepEvent event = now.event();
    long done = done(event);
    long total = total(event);
    double perSecond = (done - now.firstSample()) / (event.seconds() - now.firstSecond());
    String percent = String.format(Locale.ROOT, " %3d%%", 100 * done / total);
    String loss = " loss " + (Double.isNaN(event.loss()) ? "–" : Figures.loss(event.loss()));
    String validation =
        validationLoss.isPresent() ? Figures.loss(validationLoss.getAsDouble()) : "";
    String val = validation.isEmpty() ? "" : " val " + validation;
    String rate =
        " "
            + (perSecond > 0 && perSecond < Long.MAX_VALUE
                ? Figures.count(Math.round(perSecond))
                : "–")
            + " samples/s";
    String left = " " + Figures.seconds((total - done) / perSecond) + " left";
    return List.of(
        String.join(
            " ",
            validation.isEmpty()
                ? List.of(percent, loss, rate, left)
                : List.of(percent, loss, " validation " + validation, rate, left)),
        percent + loss + val + rate + left,
        percent + loss + val + left,
        percent + loss,
        percent);
  }

  @Override
  public void close() {
    bar.close();
  }
}
