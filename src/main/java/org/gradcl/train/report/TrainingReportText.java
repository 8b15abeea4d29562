package org.gradcl.train.report;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.gradcl.text.Figures;
import org.gradcl.text.TextTable;

/** A {@link TrainingReport} for people, in at most fifteen lines. */
final class TrainingReportText {
  /** With three lines above the table, its headings and two gaps that makes fifteen. */
  private static final int FIRST = 2;

  private static final int LAST = 6;
  private static final int MOST = FIRST + LAST + 3;

  private static final String NONE = "–";
  private static final String GAP = "…";

  private final TrainingReport report;
  private final List<String> metrics;
  private final boolean validated;

  private TrainingReportText(TrainingReport report) {
    this.report = report;
    this.metrics =
        report.epochs().stream().flatMap(e -> e.metrics().keySet().stream()).distinct().toList();
    this.validated = report.epochs().stream().anyMatch(e -> e.validationLoss().isPresent());
  }

  static String of(TrainingReport report) {
    return new TrainingReportText(report).text();
  }

  private String text() {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    out.println(headline());
    report
        .bestEpoch()
        .ifPresent(
            epoch ->
                out.printf(
                    "best: epoch %s, step %s%n",
                    Figures.count(epoch), Figures.count(report.bestStep().orElse(0))));
    out.println(report.device().headline());
    if (!report.epochs().isEmpty()) {
      table().print(out);
    }
    out.flush();
    return text.toString().stripTrailing();
  }

  private String headline() {
    return String.format(
        "%s: %s; %s and %s here, in %s (%s samples/s)",
        reason(),
        Figures.count(report.epochs().size(), "epoch"),
        Figures.count(report.steps(), "step"),
        Figures.count(report.samples(), "sample"),
        Figures.seconds(report.seconds()),
        Figures.count(Math.round(report.samplesPerSecond())));
  }

  private String reason() {
    return switch (report.stopReason()) {
      case COMPLETED -> "completed";
      case EARLY_STOPPED -> "stopped early";
      case TIME_LIMIT -> "stopped by the time limit";
      case STOPPED -> "stopped by a listener";
      case CANCELLED -> "cancelled";
    };
  }

  private TextTable table() {
    List<String> headings = new ArrayList<>(List.of("epoch", "step", "loss"));
    if (validated) {
      headings.add("validation loss");
    }
    headings.addAll(metrics);
    headings.addAll(List.of("learning rate", "time", ""));
    TextTable table = new TextTable(headings.toArray(new String[0]));
    int before = -1;
    for (int i : shown()) {
      if (i > before + 1) {
        List<String> gap = new ArrayList<>(headings);
        gap.replaceAll(heading -> "");
        gap.set(0, GAP);
        table.row(gap);
      }
      table.row(row(report.epochs().get(i)));
      before = i;
    }
    return table;
  }

  /** The places of the epochs that are shown: the first, the best and the last. */
  private List<Integer> shown() {
    List<Integer> places = new ArrayList<>();
    int epochs = report.epochs().size();
    for (int i = 0; i < epochs; i++) {
      if (epochs <= MOST || i < FIRST || i >= epochs - LAST || isBest(report.epochs().get(i))) {
        places.add(i);
      }
    }
    return places;
  }

  private boolean isBest(EpochReport epoch) {
    return report.bestEpoch().isPresent() && report.bestEpoch().getAsInt() == epoch.epoch();
  }

  private List<String> row(EpochReport epoch) {
    List<String> cells = new ArrayList<>();
    cells.add(Figures.count(epoch.epoch()));
    cells.add(Figures.count(epoch.step()));
    cells.add(Figures.loss(epoch.loss()));
    if (validated) {
      OptionalDouble loss = epoch.validationLoss();
      cells.add(loss.isPresent() ? Figures.loss(loss.getAsDouble()) : NONE);
    }
    for (String metric : metrics) {
      Double value = epoch.metrics().get(metric);
      cells.add(value == null ? NONE : Figures.of(value));
    }
    cells.add(Figures.of(epoch.learningRate()));
    cells.add(Figures.seconds(epoch.seconds()));
    cells.add(isBest(epoch) ? best(epoch) : "");
    return cells;
  }

  /** Judged within the epoch, the best state is another than that of the row's figures. */
  private String best(EpochReport epoch) {
    long step = report.bestStep().orElse(epoch.step());
    return step == epoch.step() ? "best" : "best at step " + Figures.count(step);
  }
}
