package org.gradcl.cli.training;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
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
   * The run that is resumed.
   *
   * @param checkpoint the last of it
   * @param rest of its fit
   * @param epochs that it was to have until now
   */
  private record Continuation(Checkpoint checkpoint, Fit rest, int epochs) {}

  private static final String COMMAND_PROPERTY = "gradcl.command";

  private final Training training;
  private final Optional<Continuation> resumed;
  private final Destination destination;

  private TrainingRun(Training training, Optional<Continuation> resumed, Destination destination) {
    this.training = training;
    this.resumed = resumed;
    this.destination = destination;
  }

  /**
   * A new run.
   *
   * @param destination for its files
   */
  public static TrainingRun of(
      Problem problem, DataChoice data, Settings settings, Destination destination) {
    TrainingStep step = settings.model().step(problem);
    Training training = new Training(problem, data, step, settings.fit());
    return new TrainingRun(training, Optional.empty(), destination);
  }

  /**
   * The continuation of a run.
   *
   * @param checkpoint the last of that run
   * @param epochs to which it goes on, in all; if empty, those that it was to have
   * @param before the folder of that run
   * @param destination for the files of the whole run
   * @throws DataException if the data is not what the run began with
   */
  public static TrainingRun resuming(
      Problem problem,
      DataChoice data,
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
        new TrainingStep(checkpoint.model(), checkpoint.objective(), checkpoint.optimizer());
    FitChoice saved = FitChoice.of(checkpoint.attributes());
    FitChoice fit = saved.withEpochs(epochs.orElse(saved.epochs()));
    Fit rest =
        epochs.isPresent() ? Fit.resume(checkpoint, epochs.getAsInt()) : Fit.resume(checkpoint);
    return new TrainingRun(
        new Training(problem, data, step, fit),
        Optional.of(new Continuation(checkpoint, rest, saved.epochs())),
        destination);
  }

  /** The device that a resumed run began with, if one was asked for. */
  public Optional<DevicePolicy> begunWith() {
    return resumed
        .map(run -> training.fit().device())
        .filter(policy -> !policy.equals(DevicePolicy.preferGpu()));
  }

  /**
   * Trains, and writes the results.
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
    destination.requireUsable(training.data().file());
    try (Trainer trainer = builder(deviceSettings).build()) {
      out.println(trainer.deviceReport().headline());
      out.flush();
      // What can be refused is refused before a file is touched: the folder may hold a former run.
      Problem problem = training.problem();
      ArrayDataSet samples = problem.samples(problem.split().training());
      Fit fit = fit();
      RunFolder folder = destination.open();
      Beginning beginning = new Beginning(folder);
      Fitting fitting = new Fitting(trainer, folder, out, display);
      try (beginning) {
        Listener listener = Listener.all(beginning, watching(trainer, watcher));
        return Interruption.cancels(trainer, ending -> fitting.run(samples, fit, listener, ending));
      } finally {
        if (!beginning.happened) {
          destination.abandon(folder);
        }
      }
    }
  }

  private TrainerBuilder builder(DeviceSettings deviceSettings) {
    TrainerBuilder builder =
        Trainer.builder()
            .model(training.step().model())
            .objective(training.step().objective())
            .optimizer(training.step().optimizer())
            .device(DevicePolicy.preferGpu())
            .precision(training.fit().precision())
            .deviceSettings(deviceSettings);
    // A resumed run's, too: the data may have been moved, and there may be more epochs.
    training.data().attributes().forEach(builder::attribute);
    training.fit().attributes().forEach(builder::attribute);
    return resumed.isPresent()
        ? builder.restore(resumed.get().checkpoint())
        : builder.seed(training.fit().seed()).schema(training.problem().schema());
  }

  private Fit fit() {
    Fit fit = resumed.map(Continuation::rest).orElseGet(this::newFit);
    Problem problem = training.problem();
    int[] validation = problem.split().validation();
    if (validation.length == 0) {
      if (training.fit().patience() > 0) {
        throw new DataException(
            String.format(
                "The patience of %d epochs is for the validation loss, but no rows are for"
                    + " validation; give them a share by --validation, or leave out --patience",
                training.fit().patience()));
      }
      return fit;
    }
    Fit validated = fit.validation(problem.samples(validation));
    return problem.schema().isClassification() ? validated.metrics(Metrics.accuracy()) : validated;
  }

  private Fit newFit() {
    FitChoice choice = training.fit();
    Fit fit = Fit.epochs(choice.epochs()).batchSize(choice.batchSize()).shuffle();
    return choice.patience() > 0 ? fit.patience(choice.patience()) : fit;
  }

  private static Listener watching(Trainer trainer, Watcher watcher) {
    return new Listener() {
      @Override
      public void onStep(StepEvent event, FitControl control) {
        watcher.onStep(event, trainer::cancel);
      }
    };
  }

  /** Takes the folder for this run when the fit begins. */
  private final class Beginning implements Listener, AutoCloseable {
    private final RunFolder folder;
    private Optional<FolderLock> lock = Optional.empty();
    private boolean happened;

    Beginning(RunFolder folder) {
      this.folder = folder;
    }

    @Override
    public void onBegin() {
      happened = true;
      try {
        // The checkpoints' folder exists by now.
        lock = Optional.of(FolderLock.of(folder.path()));
        destination.begin();
      } catch (IOException e) {
        throw folder.unusable(e);
      }
    }

    @Override
    public void close() throws IOException {
      if (lock.isPresent()) {
        lock.get().close();
      }
    }
  }

  /** The fit of the run, and its end. */
  private final class Fitting {
    private final Trainer trainer;
    private final RunFolder folder;
    private final PrintWriter out;
    private final Display display;

    Fitting(Trainer trainer, RunFolder folder, PrintWriter out, Display display) {
      this.trainer = trainer;
      this.folder = folder;
      this.out = out;
      this.display = display;
    }

    StopReason run(ArrayDataSet samples, Fit fit, Listener listener, BooleanSupplier ending)
        throws IOException {
      describe();
      TrainingReport report;
      try (Progress progress = display.progress(out, training.fit().epochs());
          MetricsFile metrics = folder.metrics(history())) {
        report =
            trainer.fit(
                samples,
                fit.checkpoints(folder.path()).listener(Listener.all(listener, metrics, progress)));
      }
      StopReason reason = report.stopReason();
      if (reason == StopReason.CANCELLED) {
        trainer.save(folder.last());
      } else {
        try {
          new FinishedRun(training, trainer, report, folder).write(out, display, ending);
        } catch (CancellationException e) {
          reason = StopReason.CANCELLED;
        }
      }
      if (reason == StopReason.CANCELLED) {
        out.println("Stopped. To go on: " + commandName() + " train --resume " + folder.quoted());
      }
      out.flush();
      return reason;
    }

    /** What the user called, where the script that was called says it. */
    private static String commandName() {
      return RunFolder.quoted(Path.of(System.getProperty(COMMAND_PROPERTY, "gradcl")));
    }

    private List<EpochReport> history() {
      return resumed.map(run -> run.checkpoint().history()).orElse(List.of());
    }

    private void describe() {
      Problem problem = training.problem();
      if (!training.data().isExample()) {
        new ColumnReport(problem.table(), problem.schema(), resumed.isPresent()).print(out);
      }
      TrainingStep step = training.step();
      out.println(Printable.line(problem.describe()));
      out.println(step.model().describe() + "; " + step.objective().describe());
      out.println(step.optimizer().describe());
      resumed
          .filter(run -> run.epochs() != training.fit().epochs())
          .ifPresent(run -> out.println(extended(run)));
      out.flush();
    }

    private String extended(Continuation run) {
      FitChoice fit = training.fit();
      return String.format(
          "Continues to %d epochs instead of %d: from step %s on the learning rate is that of a run"
              + " of %d epochs%s",
          fit.epochs(),
          run.epochs(),
          Figures.count(run.checkpoint().step() + 1),
          fit.epochs(),
          fit.patience() > 0 ? ", and patience counts anew" : "");
    }
  }
}
