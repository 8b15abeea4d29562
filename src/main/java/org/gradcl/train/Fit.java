package org.gradcl.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.gradcl.data.BatchSource;
import org.gradcl.metric.Metric;
import org.gradcl.train.checkpoint.CheckpointContent;
import org.gradcl.train.checkpoint.FitProgress;
import org.gradcl.train.fit.FitSettings;
import org.gradcl.train.report.Listener;

/**
 * How long and how to train. An immutable value: every method gives a new one. Each setting can be
 * made once; a second time is an {@link IllegalStateException} that names both values.
 *
 * <pre>{@code
 * Fit.epochs(40).batchSize(128).shuffle().validation(validationSet).patience(10)
 * }</pre>
 */
public final class Fit {
  /** Samples in a batch unless {@link #batchSize} says otherwise. */
  public static final int DEFAULT_BATCH_SIZE = 32;

  private final Map<String, Object> settings;
  private final Optional<CheckpointContent> resumed;

  private Fit(Map<String, Object> settings, Optional<CheckpointContent> resumed) {
    this.settings = settings;
    this.resumed = resumed;
  }

  /**
   * A number of passes over the training data.
   *
   * @param epochs at least 1
   * @return the fit with this setting
   * @throws IllegalArgumentException if it is below 1
   */
  public static Fit epochs(int epochs) {
    return new Fit(Map.of(), Optional.empty()).with("epochs", atLeastOne("epochs", epochs));
  }

  /**
   * The continuation of a run: its epochs, batch size, shuffling and patience, or that it had none,
   * from where the checkpoint was written, also in mid-epoch. Trained on the same data it gives the
   * same bits as a run that was never interrupted; that their number is the same is checked, their
   * values are not. Validation data, metrics, listener and checkpoints are to be given again.
   *
   * @param checkpoint that was saved in a fit, or after one that was cancelled
   * @return the rest of the run
   * @throws IllegalArgumentException if the checkpoint was not written by a fit
   */
  public static Fit resume(Checkpoint checkpoint) {
    FitProgress progress = checkpoint.content().requireProgress();
    // Also what the run had not: to begin with it half way would give neither run.
    return new Fit(Map.of(), Optional.of(checkpoint.content()))
        .with("epochs", progress.epochs())
        .with("batch size", progress.batchSize())
        .with("shuffling", progress.shuffled())
        .with("patience", progress.patience());
  }

  /**
   * The continuation of a run to another number of epochs, also of one that is complete or was
   * stopped early: as {@link #resume(Checkpoint)}, but for two things. The schedule is stretched:
   * from the present step on the learning rate is that of a run which had the new number from the
   * beginning, so that it may jump here, as after a cosine, which had come down to 0. And patience
   * counts from here on; the best epoch so far is still the one to be beaten.
   *
   * @param checkpoint that was saved in a fit, or after one that was cancelled
   * @param epochs of the whole run, those included that it has begun or completed
   * @return the rest of the run
   * @throws IllegalArgumentException if the checkpoint was not written by a fit, or the run has
   *     begun more epochs
   */
  public static Fit resume(Checkpoint checkpoint, int epochs) {
    FitProgress progress = checkpoint.content().requireProgress();
    int begun = progress.epoch() + (progress.position() > 0 ? 1 : 0);
    if (epochs < begun) {
      throw new IllegalArgumentException(
          String.format(
              "The run in %s has begun its epoch %d of %d, so that it can't end after %d; give at"
                  + " least %d epochs, or start a new run",
              checkpoint.content().origin(), begun, progress.epochs(), epochs, begun));
    }
    return new Fit(Map.of(), Optional.of(checkpoint.content()))
        .with("epochs", atLeastOne("epochs", epochs))
        .with("batch size", progress.batchSize())
        .with("shuffling", progress.shuffled())
        .with("patience", progress.patience())
        .with("extended", true);
  }

  /**
   * Samples in a batch; the last batch of an epoch may have fewer.
   *
   * @param samples at least 1
   * @return the fit with this setting
   * @throws IllegalArgumentException if it is below 1
   */
  public Fit batchSize(int samples) {
    return with("batch size", atLeastOne("batch size", samples));
  }

  /**
   * Visits the samples in an order of its own in each epoch, decided by the trainer's seed.
   *
   * @return the fit with this setting
   */
  public Fit shuffle() {
    return with("shuffling", true);
  }

  /**
   * Data that the model is judged by after each epoch and never learns from.
   *
   * @param source inputs and targets
   * @return the fit with this setting
   */
  public Fit validation(BatchSource source) {
    return with("validation data", Objects.requireNonNull(source, "source"));
  }

  /**
   * Figures of the validation data beside the loss, after each epoch.
   *
   * @param metrics of different names
   * @return the fit with this setting
   */
  public Fit metrics(Metric... metrics) {
    return with("metrics", List.of(metrics));
  }

  /**
   * Stops when the validation loss has not improved for so many epochs. However the fit ends,
   * unless it is cancelled or fails, the state of the best epoch is restored: parameters, optimiser
   * and step, so that they belong together.
   *
   * @param epochs at least 1
   * @return the fit with this setting
   * @throws IllegalArgumentException if it is below 1
   */
  public Fit patience(int epochs) {
    return with("patience", atLeastOne("patience", epochs));
  }

  /**
   * A folder for checkpoints, made if it does not exist: {@code last.safetensors} of the last epoch
   * that was completed and, with validation data, {@code best.safetensors} of the best.
   *
   * <p>They are written when an epoch ends, but those of small models not more often than every
   * five seconds, and when the fit ends, whether it is complete, cancelled or failed. So a process
   * that is killed loses at most the present epoch, or five seconds and one epoch. A checkpoint
   * that can't be written ends the fit. A file of one of these names that is no checkpoint of
   * GradCL is not replaced; the fit is refused.
   *
   * @param folder any path that may be written to
   * @return the fit with this setting
   */
  public Fit checkpoints(Path folder) {
    return with("checkpoints", Objects.requireNonNull(folder, "folder"));
  }

  /**
   * Writes {@code last.safetensors} also in mid-epoch, whenever so many steps were made.
   *
   * @param steps at least 1
   * @return the fit with this setting
   * @throws IllegalArgumentException if it is below 1
   */
  public Fit checkpointEverySteps(int steps) {
    return with("steps between checkpoints", atLeastOne("steps between checkpoints", steps));
  }

  /**
   * Is told how the fit goes; {@link Listener#all} joins several.
   *
   * @param listener called on the thread of the fit
   * @return the fit with this setting
   */
  public Fit listener(Listener listener) {
    return with("listener", Objects.requireNonNull(listener, "listener"));
  }

  private static int atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("The " + name + " must be at least 1, found " + value);
    }
    return value;
  }

  private Fit with(String name, Object value) {
    Object old = settings.get(name);
    if (old != null) {
      throw new IllegalStateException(
          String.format(
              "The %s was set to %s%s and then to %s; set it once",
              name, old, resumed.isPresent() ? " (perhaps by the checkpoint)" : "", value));
    }
    Map<String, Object> more = new LinkedHashMap<>(settings);
    more.put(name, value);
    return new Fit(more, resumed);
  }

  /**
   * All settings.
   *
   * @throws IllegalStateException if one needs another that is missing; the message names both
   */
  FitSettings settings() {
    if (settings.containsKey("patience") && !settings.get("patience").equals(0)) {
      requireOther("patience", "validation data");
    }
    requireOther("metrics", "validation data");
    requireOther("steps between checkpoints", "checkpoints");
    @SuppressWarnings("unchecked") // Put there by metrics(Metric...).
    List<Metric> metrics = (List<Metric>) settings.getOrDefault("metrics", List.of());
    return new FitSettings(
        (Integer) settings.get("epochs"),
        (Integer) settings.getOrDefault("batch size", DEFAULT_BATCH_SIZE),
        (Boolean) settings.getOrDefault("shuffling", false),
        Optional.ofNullable((BatchSource) settings.get("validation data")),
        metrics,
        (Integer) settings.getOrDefault("patience", 0),
        Optional.ofNullable((Path) settings.get("checkpoints")),
        (Integer) settings.getOrDefault("steps between checkpoints", 0),
        (Listener) settings.getOrDefault("listener", new Listener() {}),
        resumed,
        settings.containsKey("extended"));
  }

  private void requireOther(String name, String needed) {
    if (settings.containsKey(name) && !settings.containsKey(needed)) {
      throw new IllegalStateException(
          String.format(
              "The fit has %s (%s) but no %s; give both or none",
              name, settings.get(name), needed));
    }
  }
}
