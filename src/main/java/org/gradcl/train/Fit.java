package org.gradcl.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.gradcl.data.BatchSource;
import org.gradcl.metric.Metric;
import org.gradcl.train.checkpoint.FitProgress;
import org.gradcl.train.checkpoint.Monitor;
import org.gradcl.train.checkpoint.RunLength;
import org.gradcl.train.checkpoint.RunSettings;
import org.gradcl.train.fit.FitSettings;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.Goal;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StopReason;

/**
 * The length and the settings of a training. An immutable value: every method gives a new one, in
 * which a later setting replaces an earlier one.
 *
 * <pre>{@code
 * Fit.epochs(40).batchSize(128).shuffle().validation(validationSet).patience(10)
 * }</pre>
 */
public final class Fit {
  /** Samples in a batch unless {@link #batchSize} says otherwise. */
  public static final int DEFAULT_BATCH_SIZE = 32;

  private final FitSettings settings;

  private Fit(FitSettings settings) {
    this.settings = settings;
  }

  /**
   * A number of passes over the training data.
   *
   * @param epochs at least 1
   * @return the fit with this setting
   * @throws IllegalArgumentException if it is below 1
   */
  public static Fit epochs(int epochs) {
    return of(RunLength.ofEpochs(epochs));
  }

  /**
   * A number of steps, over the training data again and again; they are the total that a schedule
   * knows. The last epoch is cut short if the steps do not fill it: it is reported, and the model
   * is validated, as at the end of any other.
   *
   * @param steps at least 1
   * @return the fit with this setting
   * @throws IllegalArgumentException if it is below 1
   */
  public static Fit steps(long steps) {
    return of(RunLength.ofSteps(steps));
  }

  private static Fit of(RunLength length) {
    RunSettings run =
        new RunSettings(length, DEFAULT_BATCH_SIZE, false, false, 0, 0, Optional.empty());
    return new Fit(FitSettings.of(run, Optional.empty()));
  }

  /**
   * The continuation of a run from where the checkpoint was written, also within an epoch. The
   * run's epochs or steps, batch size, shuffling and whether it drops a partial batch can't be
   * replaced; patience, the monitored figure and the steps between validations can. Trained on the
   * same data it gives the same bits as a run that was never interrupted; the number of samples is
   * checked, their values are not. Validation data, metrics, time limit, listener and checkpoints
   * must be given again.
   *
   * @param checkpoint that was saved in a fit, or after one. If a fit was stopped and restored a
   *     best state, the trainer's own checkpoint can't be resumed, since that state is not the one
   *     where the run stopped; resume {@code last.safetensors} instead
   * @return the rest of the run
   * @throws IllegalArgumentException if the checkpoint holds no run
   */
  public static Fit resume(Checkpoint checkpoint) {
    Objects.requireNonNull(checkpoint, "checkpoint");
    return new Fit(
        FitSettings.of(
            checkpoint.content().requireProgress().settings(), Optional.of(checkpoint.content())));
  }

  /**
   * The continuation of a run to another number of epochs, even if it is complete or was stopped
   * early. It differs from {@link #resume(Checkpoint)} in two points. The schedule is stretched:
   * from the present step on the learning rate is that of a run which had the new number from the
   * beginning, so that it may jump here, for example after a cosine, which had come down to 0. And
   * patience counts from here on; the best state so far is still the one to beat.
   *
   * <p>With patience it matters which checkpoint is given after the end of a run. {@code
   * last.safetensors} is the state after its last epoch. {@link Trainer#checkpoint} and {@link
   * Trainer#save} have the best state, to which the trainer was brought back: that state is then
   * trained for the epochs that are left, and the step in the next report is lower than in the one
   * before.
   *
   * @param checkpoint as there
   * @param epochs of the whole run, including those that it has begun or completed
   * @return the rest of the run
   * @throws IllegalArgumentException if the checkpoint holds no run, or the run has begun more
   *     epochs
   */
  public static Fit resume(Checkpoint checkpoint, int epochs) {
    Objects.requireNonNull(checkpoint, "checkpoint");
    FitProgress progress = checkpoint.content().requireProgress();
    int begun = progress.epoch() + (progress.position() > 0 ? 1 : 0);
    if (epochs < begun) {
      throw new IllegalArgumentException(
          String.format(
              "The run in %s has begun its epoch %d of %d, so that it can't end after %d; give at"
                  + " least %d epochs, or start a new run",
              checkpoint.content().origin(), begun, progress.epochs(), epochs, begun));
    }
    return new Fit(
        FitSettings.of(
                progress.settings().withLength(RunLength.ofEpochs(epochs)),
                Optional.of(checkpoint.content()))
            .extending());
  }

  /**
   * Samples in a batch; the last batch of an epoch may have fewer.
   *
   * @param samples at least 1
   * @return the fit with this setting
   * @throws IllegalArgumentException if it is below 1
   * @throws IllegalStateException if the run that is resumed has another
   */
  public Fit batchSize(int samples) {
    atLeastOne("batch size", samples);
    requireSame("batch size", settings.run().batchSize(), samples);
    return withRun(settings.run().withBatchSize(samples));
  }

  /**
   * Visits the samples of each epoch in another order, which depends on the trainer's seed.
   *
   * @return the fit with this setting
   * @throws IllegalStateException if the run that is resumed is not shuffled
   */
  public Fit shuffle() {
    requireSame("shuffling", settings.run().shuffled(), true);
    return withRun(settings.run().withShuffling());
  }

  /**
   * Leaves out the last batch of an epoch if it is not full: every step has the same number of
   * samples.
   *
   * @return the fit with this setting
   * @throws IllegalStateException if the run that is resumed does not
   */
  public Fit dropLast() {
    requireSame("dropping of the last batch", settings.run().dropLast(), true);
    return withRun(settings.run().withoutPartialBatch());
  }

  /**
   * Makes no further step once this time has passed since the fit began, validation included; one
   * step is made in any case. The fit ends with {@link StopReason#TIME_LIMIT}: the present epoch is
   * reported, and the model validated, as far as it has come. With {@link #checkpoints} the run can
   * be resumed from {@code last.safetensors}, and the rest has a limit of its own.
   *
   * @param limit more than zero
   * @return the fit with this setting
   * @throws IllegalArgumentException if it is not positive
   */
  public Fit timeLimit(Duration limit) {
    Objects.requireNonNull(limit, "limit");
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("The time limit must be above zero, found " + limit);
    }
    return new Fit(settings.withTimeLimit(limit));
  }

  /**
   * Data for the validation after each epoch, on which the model is not trained.
   *
   * @param source inputs and targets
   * @return the fit with this setting
   */
  public Fit validation(BatchSource source) {
    return new Fit(settings.withValidation(Objects.requireNonNull(source, "source")));
  }

  /**
   * Validates after every so many steps of the run, and after its last, instead of after each
   * epoch. Patience counts these validations. The report of an epoch without a validation at its
   * end has no validation loss; {@link Listener#onValidation} receives all validations.
   *
   * @param steps at least 1
   * @return the fit with this setting
   * @throws IllegalArgumentException if it is below 1
   */
  public Fit validateEverySteps(int steps) {
    return withRun(
        settings.run().withValidateEverySteps(atLeastOne("steps between validations", steps)));
  }

  /**
   * Figures of the validation data beside the loss, at each validation.
   *
   * @param metrics of different names
   * @return the fit with this setting
   */
  public Fit metrics(Metric... metrics) {
    return new Fit(settings.withMetrics(Arrays.asList(Objects.requireNonNull(metrics, "metrics"))));
  }

  /**
   * The figure that decides which state is the best, for {@link #patience} and for {@code
   * best.safetensors}; a lower validation loss unless given. An equal figure is no improvement, and
   * neither is NaN.
   *
   * @param figure {@value EpochReport#LOSS} for that of the training data, {@value
   *     EpochReport#VALIDATION_LOSS}, or the name of a metric given to {@link #metrics}; any other
   *     is refused before the first step
   * @param goal whether less or more is better
   * @return the fit with this setting
   */
  public Fit monitor(String figure, Goal goal) {
    Objects.requireNonNull(figure, "figure");
    return withRun(
        settings.run().withMonitor(new Monitor(figure, Objects.requireNonNull(goal, "goal"))));
  }

  /**
   * Stops when the monitored figure, the validation loss unless {@link #monitor} says otherwise,
   * has not improved for this number of validations: epochs, unless {@link #validateEverySteps}
   * says otherwise. At the end of the fit, unless it is cancelled or fails, the best state is
   * restored: parameters, optimiser and step together.
   *
   * @param validations at least 1
   * @return the fit with this setting
   * @throws IllegalArgumentException if it is below 1
   */
  public Fit patience(int validations) {
    return withRun(settings.run().withPatience(atLeastOne("patience", validations)));
  }

  /**
   * A folder for checkpoints, made if it does not exist: {@code last.safetensors} of the last
   * completed epoch, or of the step where the fit was stopped, and {@code best.safetensors} of the
   * best state by the monitored figure, if there is one.
   *
   * <p>They are written when an epoch ends, but those of small models not more often than every
   * five seconds, and when the fit ends, whether it completes, is cancelled or fails. So a process
   * that is killed loses at most the present epoch, or five seconds and one epoch. A checkpoint
   * that can't be written ends the fit. A file of one of these names that is no checkpoint of
   * GradCL is not replaced; the fit is refused.
   *
   * @param folder any path that may be written to
   * @return the fit with this setting
   */
  public Fit checkpoints(Path folder) {
    return new Fit(settings.withCheckpoints(Objects.requireNonNull(folder, "folder")));
  }

  /**
   * Writes {@code last.safetensors} also within an epoch, after every so many steps.
   *
   * @param steps at least 1
   * @return the fit with this setting
   * @throws IllegalArgumentException if it is below 1
   */
  public Fit checkpointEverySteps(int steps) {
    return new Fit(
        settings.withCheckpointEverySteps(atLeastOne("steps between checkpoints", steps)));
  }

  /**
   * Receives the progress of the fit; {@link Listener#all} joins several listeners.
   *
   * @param listener called on the thread of the fit
   * @return the fit with this setting
   */
  public Fit listener(Listener listener) {
    return new Fit(settings.withListener(Objects.requireNonNull(listener, "listener")));
  }

  private Fit withRun(RunSettings run) {
    return new Fit(settings.withRun(run));
  }

  private static int atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("The " + name + " must be at least 1, found " + value);
    }
    return value;
  }

  /** Half of a run with one setting and half with another would be neither run. */
  private void requireSame(String name, Object ofRun, Object given) {
    if (settings.resumed().isPresent() && !ofRun.equals(given)) {
      throw new IllegalStateException(
          String.format(
              "The %s of the run that is resumed is %s and can't become %s; leave it out, or start"
                  + " a new run with Checkpoint.trainer() and a new Fit",
              name, ofRun, given));
    }
  }

  /** All settings, as the rooms below know them. */
  FitSettings settings() {
    return settings;
  }
}
