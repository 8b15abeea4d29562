package org.gradcl.cli.training;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import org.gradcl.text.Figures;
import org.gradcl.train.Trainer;
import org.gradcl.train.report.StopReason;
import org.gradcl.train.report.TrainingReport;

/**
 * Writes the files and the summary of a run whose fit has ended without being cancelled.
 *
 * @param training what was trained
 * @param trainer with the result
 * @param report of the fit
 * @param folder for the files
 */
record FinishedRun(Training training, Trainer trainer, TrainingReport report, RunFolder folder) {

  /**
   * Saves the model, judges it on the test part, and writes record and pictures.
   *
   * @param ending whether the process is to end
   * @throws IOException if a file can't be written
   * @throws CancellationException if the process is to end before the model was judged: then it is
   *     saved, and a resumed run writes the rest
   */
  void write(PrintWriter out, Display display, BooleanSupplier ending) throws IOException {
    trainer.save(folder.model());
    Optional<Results> results = results(out, display, ending);
    out.println();
    results.ifPresentOrElse(
        r -> r.print(out),
        () -> out.println("There are too few rows to hold some out for a test."));
    int trainingRows = training.problem().split().training().length;
    int batch = Math.min(training.fit().batchSize(), trainingRows);
    new RunRecord(training, report, trainer.explain(batch), results).write(folder.record());
    List<String> pictures = folder.draw(training.problem(), report, results);
    out.println();
    out.println(summary(pictures));
  }

  private Optional<Results> results(PrintWriter out, Display display, BooleanSupplier ending) {
    if (training.problem().split().test().length == 0) {
      return Optional.empty();
    }
    try (BaselineProgress progress = new BaselineProgress(out, display, System::nanoTime)) {
      DoubleConsumer ended =
          share -> {
            if (ending.getAsBoolean()) {
              throw new CancellationException("the process is to end");
            }
            progress.accept(share);
          };
      return Optional.of(Results.of(training.problem(), trainer::predict, ended));
    }
  }

  private String summary(List<String> pictures) {
    List<String> files = new ArrayList<>(pictures);
    files.add("model.safetensors");
    files.add("metrics.csv");
    files.add("run.json");
    return String.format(
        "%s %s steps in %s (%s samples/s)%s. In %s: %s",
        report.steps() > 0
            ? "Trained"
            : "Nothing was left to train (--epochs N goes on to more): the run had made all",
        Figures.count(report.lastEpoch().step()),
        Figures.seconds(report.lastEpoch().seconds()),
        Figures.count(Math.round(RunRecord.samplesPerSecond(report))),
        stopped(),
        folder,
        String.join(", ", files));
  }

  private String stopped() {
    if (report.stopReason() != StopReason.EARLY_STOPPED) {
      return "";
    }
    return report.bestEpoch().isPresent()
        ? ", stopped early; the weights are those of epoch " + report.bestEpoch().getAsInt()
        : ", stopped early: no epoch had a finite validation loss, the weights are the last";
  }
}
