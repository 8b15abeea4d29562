package org.gradcl.train.fit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradcl.data.BatchSource;
import org.gradcl.metric.Metric;
import org.gradcl.train.checkpoint.CheckpointContent;
import org.gradcl.train.checkpoint.Monitor;
import org.gradcl.train.checkpoint.RunSettings;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.Listener;

/**
 * The settings of a fit.
 *
 * @param run what its run keeps
 * @param validation what the model is judged by
 * @param metrics of the validation data, beside the loss
 * @param timeLimit after which no further step is made
 * @param checkpoints the folder for them
 * @param checkpointEverySteps 0 for none in mid-epoch
 * @param listener hears how the fit goes
 * @param resumed the run that is continued
 * @param extended whether that run gets another number of epochs than it began with
 */
public record FitSettings(
    RunSettings run,
    Optional<BatchSource> validation,
    List<Metric> metrics,
    Optional<Duration> timeLimit,
    Optional<Path> checkpoints,
    int checkpointEverySteps,
    Listener listener,
    Optional<CheckpointContent> resumed,
    boolean extended) {
  /** Copies the list. */
  public FitSettings {
    metrics = List.copyOf(metrics);
  }

  /** A run with defaults beside what it keeps. */
  public static FitSettings of(RunSettings run, Optional<CheckpointContent> resumed) {
    return new FitSettings(
        run,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        0,
        new Listener() {},
        resumed,
        false);
  }

  /** These, for a run that is to have another length than it began with. */
  public FitSettings extending() {
    return new FitSettings(
        run,
        validation,
        metrics,
        timeLimit,
        checkpoints,
        checkpointEverySteps,
        listener,
        resumed,
        true);
  }

  /** These with other settings of the run. */
  public FitSettings withRun(RunSettings value) {
    return new FitSettings(
        value,
        validation,
        metrics,
        timeLimit,
        checkpoints,
        checkpointEverySteps,
        listener,
        resumed,
        extended);
  }

  /** These with other validation data. */
  public FitSettings withValidation(BatchSource value) {
    return new FitSettings(
        run,
        Optional.of(value),
        metrics,
        timeLimit,
        checkpoints,
        checkpointEverySteps,
        listener,
        resumed,
        extended);
  }

  /** These with other metrics. */
  public FitSettings withMetrics(List<Metric> value) {
    return new FitSettings(
        run,
        validation,
        value,
        timeLimit,
        checkpoints,
        checkpointEverySteps,
        listener,
        resumed,
        extended);
  }

  /** These with another time limit. */
  public FitSettings withTimeLimit(Duration value) {
    return new FitSettings(
        run,
        validation,
        metrics,
        Optional.of(value),
        checkpoints,
        checkpointEverySteps,
        listener,
        resumed,
        extended);
  }

  /** These with another folder for checkpoints. */
  public FitSettings withCheckpoints(Path value) {
    return new FitSettings(
        run,
        validation,
        metrics,
        timeLimit,
        Optional.of(value),
        checkpointEverySteps,
        listener,
        resumed,
        extended);
  }

  /** These with another number of steps between checkpoints. */
  public FitSettings withCheckpointEverySteps(int value) {
    return new FitSettings(
        run, validation, metrics, timeLimit, checkpoints, value, listener, resumed, extended);
  }

  /** These with another listener. */
  public FitSettings withListener(Listener value) {
    return new FitSettings(
        run,
        validation,
        metrics,
        timeLimit,
        checkpoints,
        checkpointEverySteps,
        value,
        resumed,
        extended);
  }

  /** What is monitored; empty if there is nothing that could tell a better state. */
  Optional<Monitor> monitor() {
    return run.monitor().or(() -> validation.map(source -> Monitor.VALIDATION_LOSS));
  }

  /**
   * Refuses settings that need another one.
   *
   * @throws IllegalStateException naming both
   */
  void requireComplete() {
    boolean judged = validation.isPresent();
    requireOther("metrics", metrics, !metrics.isEmpty(), judged, "validation data");
    int every = run.validateEverySteps();
    requireOther("steps between validations", every, every > 0, judged, "validation data");
    requireMonitored();
    int patience = run.patience();
    requireOther("patience", patience, patience > 0, monitor().isPresent(), "validation data");
    requireOther(
        "steps between checkpoints",
        checkpointEverySteps,
        checkpointEverySteps > 0,
        checkpoints.isPresent(),
        "checkpoints");
  }

  private static void requireOther(
      String name, Object value, boolean given, boolean otherGiven, String other) {
    if (given && !otherGiven) {
      throw new IllegalStateException(
          String.format("The fit has %s (%s) but no %s; give both or none", name, value, other));
    }
  }

  private void requireMonitored() {
    List<String> figures = new ArrayList<>(List.of(EpochReport.LOSS));
    if (validation.isPresent()) {
      figures.add(EpochReport.VALIDATION_LOSS);
      metrics.forEach(metric -> figures.add(metric.name()));
    }
    if (run.monitor().isPresent() && !figures.contains(run.monitor().get().figure())) {
      throw new IllegalStateException(
          String.format(
              "The fit monitors '%s', but its reports will have %s; monitor one of these, or give"
                  + " validation data and the metric of that name",
              run.monitor().get().figure(), String.join(", ", figures)));
    }
  }
}
