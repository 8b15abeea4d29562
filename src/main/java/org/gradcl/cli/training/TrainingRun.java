package org.gradcl.cli.training;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.DataException;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceSettings;
import org.gradcl.metric.Metrics;
import org.gradcl.step.TrainingStep;
import org.gradcl.text.Figures;
import org.gradcl.text.Printable;
import org.gradcl.train.Checkpoint;
import org.gradcl.train.Fit;
import org.gradcl.train.Trainer;
import org.gradcl.train.TrainerBuilder;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StepEvent;
import org.gradcl.train.report.StopReason;
import org.gradcl.train.report.TrainingReport;

/**
 * One run of training, from its data to the files of a {@link RunFolder}. Used once, by one thread.
 */
public final class TrainingRun {
  /** Watches a fit and may end it. */
  @FunctionalInterface
  public interface Watcher {
    /**
     * A step was handed to the device.
     *
     * @param cancel ends the fit after this step
     */
    void onStep(StepEvent event, Runnable cancel);
  }

  /**
   * The run that goes on.
   *
   * @param checkpoint the last of it
   * @param rest of its fit
   * @param epochs that it was to have until now
   */
  private record Continuation(Checkpoint checkpoint, Fit rest, int epochs) {}

  private final Problem problem;
  private final DataChoice choice;
  private final TrainingStep step;
  private final FitSettings settings;
  private final Optional<Continuation> resumed;
  private final Destination destination;

  private TrainingRun(
      Problem problem,
      DataChoice choice,
      TrainingStep step,
      FitSettings settings,
      Optional<Continuation> resumed,
      Destination destination) {
    this.problem = problem;
    this.choice = choice;
    this.step = step;
    this.settings = settings;
    this.resumed = resumed;
    this.destination = destination;
  }

  /**
   * A new run.
   *
   * @param device which one is asked for
   * @param destination for its files
   */
  public static TrainingRun of(
      Problem problem,
      DataChoice choice,
      Settings settings,
      DevicePolicy device,
      Destination destination) {
    TrainingStep step = settings.step(problem);
    FitSettings saved = FitSettings.of(settings, device);
    return new TrainingRun(problem, choice, step, saved, Optional.empty(), destination);
  }

  /**
   * The continuation of a run.
   *
   * @param checkpoint the last of that run
   * @param epochs to which it goes on, in all; if empty, those that it began with
   * @param before the folder of that run
   * @param destination for the files of the whole run
   * @throws DataException if the data is not what the run began with
   */
  public static TrainingRun resuming(
      Problem problem,
      DataChoice choice,
      Checkpoint checkpoint,
      OptionalInt epochs,
      RunFolder before,
      Destination destination) {
    // Other data would be scaled otherwise than the model file says, and nothing would show it.
    if (!checkpoint.schema().equals(Optional.of(problem.schema()))) {
      throw new DataException(
          String.format(
              "%s is not the data that the run in %s began with: its training part gives other"
                  + " columns, categories, means or scales; give the same data by --data, or start"
                  + " a new run",
              problem.name(), before));
    }
    TrainingStep step =
        new TrainingStep(checkpoint.model(), checkpoint.loss(), checkpoint.optimizer());
    FitSettings saved = FitSettings.of(checkpoint.attributes());
    Fit rest =
        epochs.isPresent() ? Fit.resume(checkpoint, epochs.getAsInt()) : Fit.resume(checkpoint);
    FitSettings settings = saved.withEpochs(epochs.orElse(saved.epochs()));
    Continuation continuation = new Continuation(checkpoint, rest, saved.epochs());
    return new TrainingRun(problem, choice, step, settings, Optional.of(continuation), destination);
  }

  /** The device that a resumed run began with, if one was asked for. */
  public Optional<DevicePolicy> begunWith() {
    return resumed.map(run -> settings.device()).filter(p -> !p.equals(DevicePolicy.preferGpu()));
  }

  /**
   * Trains, and writes what came of it.
   *
   * @param deviceSettings override the device policy
   * @param out for people
   * @param display how progress is shown
   * @param watcher may end the fit
   * @return why training ended; a cancelled run can be resumed
   * @throws IOException if a file can't be written
   */
  public StopReason run(
      DeviceSettings deviceSettings, PrintWriter out, Display display, Watcher watcher)
      throws IOException {
    destination.requireUsable(choice.file());
    try (Trainer trainer = builder(deviceSettings).build()) {
      out.println(trainer.deviceReport().headline());
      out.flush();
      // What can be refused is refused before a file is touched: the folder may hold a former run.
      ArrayDataSet training = problem.samples(problem.split().training());
      Fit fit = fit();
      RunFolder folder = destination.open();
      AtomicBoolean begun = new AtomicBoolean();
      try {
        return Interruption.cancels(
            trainer,
            () ->
                train(
                    trainer,
                    training,
                    fit,
                    folder,
                    preparing(folder, begun),
                    out,
                    display,
                    watcher));
      } finally {
        if (!begun.get()) {
          destination.abandon(folder);
        }
      }
    }
  }

  /** Makes the folder this run's as the fit begins. */
  private Listener preparing(RunFolder folder, AtomicBoolean begun) {
    return new Listener() {
      @Override
      public void onBegin() {
        begun.set(true);
        try {
          destination.begin();
        } catch (IOException e) {
          throw folder.unusable(e);
        }
      }
    };
  }

  private StopReason train(
      Trainer trainer,
      ArrayDataSet training,
      Fit fit,
      RunFolder folder,
      Listener preparing,
      PrintWriter out,
      Display display,
      Watcher watcher)
      throws IOException {
    if (!choice.isExample()) {
      new ColumnReport(problem.table(), problem.schema()).print(out);
    }
    out.println(Printable.line(problem.describe()));
    out.println(step.model().describe() + "; " + step.loss().describe());
    out.println(step.optimizer().describe());
    resumed
        .filter(run -> run.epochs() != settings.epochs())
        .ifPresent(run -> out.println(extended(run)));
    out.flush();
    TrainingReport report;
    try (Progress progress = display.progress(out, settings.epochs());
        MetricsFile metrics = folder.metrics(history())) {
      Listener listener = Listener.all(preparing, metrics, progress, watching(trainer, watcher));
      report = trainer.fit(training, fit.checkpoints(folder.path()).listener(listener));
    }
    if (report.stopReason() == StopReason.CANCELLED) {
      trainer.save(folder.last());
      out.println("Stopped. To go on: gradcl train --resume " + folder.quoted());
    } else {
      finish(trainer, report, folder, out, display);
    }
    out.flush();
    return report.stopReason();
  }

  private String extended(Continuation run) {
    return String.format(
        "Goes on to %d epochs in place of %d: from step %s on the learning rate is that of a run of"
            + " %d epochs%s",
        settings.epochs(),
        run.epochs(),
        Figures.count(run.checkpoint().step() + 1),
        settings.epochs(),
        settings.patience() > 0 ? ", and patience counts anew" : "");
  }

  private TrainerBuilder builder(DeviceSettings deviceSettings) {
    TrainerBuilder builder =
        Trainer.builder()
            .model(step.model())
            .loss(step.loss())
            .optimizer(step.optimizer())
            .device(DevicePolicy.preferGpu())
            .deviceSettings(deviceSettings);
    settings.attributes().forEach(builder::attribute);
    if (resumed.isPresent()) {
      return builder.restore(resumed.get().checkpoint());
    }
    choice.attributes().forEach(builder::attribute);
    return builder.seed(settings.seed()).schema(problem.schema());
  }

  private static Listener watching(Trainer trainer, Watcher watcher) {
    return new Listener() {
      @Override
      public void onStep(StepEvent event, FitControl control) {
        watcher.onStep(event, trainer::cancel);
      }
    };
  }

  private List<EpochReport> history() {
    return resumed.map(run -> run.checkpoint().history()).orElse(List.of());
  }

  private Fit newFit() {
    Fit fit = Fit.epochs(settings.epochs()).batchSize(settings.batchSize()).shuffle();
    return settings.patience() > 0 ? fit.patience(settings.patience()) : fit;
  }

  private Fit fit() {
    Fit fit = resumed.map(Continuation::rest).orElseGet(this::newFit);
    int[] validation = problem.split().validation();
    if (validation.length == 0) {
      if (settings.patience() > 0) {
        throw new DataException(
            String.format(
                "The patience of %d epochs is for the validation loss, but no rows are for"
                    + " validation; give them a share by --validation, or leave out --patience",
                settings.patience()));
      }
      return fit;
    }
    Fit validated = fit.validation(problem.samples(validation));
    return problem.schema().isClassification() ? validated.metrics(Metrics.accuracy()) : validated;
  }

  private void finish(
      Trainer trainer, TrainingReport report, RunFolder folder, PrintWriter out, Display display)
      throws IOException {
    trainer.save(folder.model());
    Optional<Results> results = Optional.empty();
    if (problem.split().test().length > 0) {
      try (BaselineProgress progress = new BaselineProgress(out, display, System::nanoTime)) {
        results = Optional.of(Results.of(problem, trainer::predict, progress));
      }
    }
    out.println();
    results.ifPresentOrElse(
        r -> r.print(out),
        () -> out.println("There are too few rows to hold some out for a test."));
    new RunRecord(
            choice,
            problem.split(),
            problem.schema(),
            step,
            settings,
            report,
            trainer.explain(Math.min(settings.batchSize(), problem.split().training().length)),
            results)
        .write(folder.record());
    List<String> pictures = folder.draw(problem, report, results);
    out.println();
    out.println(summary(report, folder, pictures));
  }

  private static String summary(TrainingReport report, RunFolder folder, List<String> pictures) {
    List<String> files = new ArrayList<>(pictures);
    files.add("model.safetensors");
    files.add("metrics.csv");
    files.add("run.json");
    return String.format(
        "%s %s steps in %s (%s samples/s)%s. In %s: %s",
        report.steps() > 0 ? "Trained" : "Nothing was left to train: the run had made all",
        Figures.count(report.lastEpoch().step()),
        Figures.seconds(report.lastEpoch().seconds()),
        Figures.count(Math.round(RunRecord.samplesPerSecond(report))),
        stopped(report),
        folder,
        String.join(", ", files));
  }

  private static String stopped(TrainingReport report) {
    if (report.stopReason() != StopReason.EARLY_STOPPED) {
      return "";
    }
    return report.bestEpoch().isPresent()
        ? ", stopped early; the weights are those of epoch " + report.bestEpoch().getAsInt()
        : ", stopped early: no epoch had a finite validation loss, the weights are the last";
  }
}
