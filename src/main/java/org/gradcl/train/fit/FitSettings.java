package org.gradcl.train.fit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
 * @param checkpoints where and when they are written
 * @param timeLimit after which no further step is made
 * @param listener hears how the fit goes
 * @param resumed the run that is continued
 * @param extended whether that run gets another number of epochs than it began with
 */
public record FitSettings(
    RunSettings run,
    Validation validation,
    Checkpoints checkpoints,
    Optional<Duration> timeLimit,
    Listener listener,
    Optional<CheckpointContent> resumed,
    boolean extended) {

  /**
   * What the model is judged by.
   *
   * @param source of the samples
   * @param metrics beside the loss
   */
  public record Validation(Optional<BatchSource> source, List<Metric> metrics) {
    /** Copies the list. */
    public Validation {
      metrics.forEach(metric -> Objects.requireNonNull(metric, "metric"));
      metrics = List.copyOf(metrics);
    }
  }

  /**
   * Where and when checkpoints are written.
   *
   * @param folder for them
   * @param everySteps steps between those in mid-epoch, 0 for none
   */
  public record Checkpoints(Optional<Path> folder, int everySteps) {}

  /** A run with defaults beside what it keeps. */
  public static FitSettings of(RunSettings run, Optional<CheckpointContent> resumed) {
    return new FitSettings(
        run,
        new Validation(Optional.empty(), List.of()),
        new Checkpoints(Optional.empty(), 0),
        Optional.empty(),
        new Listener() {},
        resumed,
        false);
  }

  /** These, for a run that is to have another length than it began with. */
  public FitSettings extending() {
    return new FitSettings(run, validation, checkpoints, timeLimit, listener, resumed, true);
  }

  /** These with other settings of the run. */
  public FitSettings withRun(RunSettings value) {
    return new FitSettings(value, validation, checkpoints, timeLimit, listener, resumed, extended);
  }

  /** These with other validation data. */
  public FitSettings withValidation(BatchSource source) {
    return with(new Validation(Optional.of(source), validation.metrics()));
  }

  /** These with other metrics. */
  public FitSettings withMetrics(List<Metric> metrics) {
    return with(new Validation(validation.source(), metrics));
  }

  private FitSettings with(Validation value) {
    return new FitSettings(run, value, checkpoints, timeLimit, listener, resumed, extended);
  }

  /** These with another folder for checkpoints. */
  public FitSettings withCheckpoints(Path folder) {
    return with(new Checkpoints(Optional.of(folder), checkpoints.everySteps()));
  }

  /** These with another number of steps between checkpoints. */
  public FitSettings withCheckpointEverySteps(int steps) {
    return with(new Checkpoints(checkpoints.folder(), steps));
  }

  private FitSettings with(Checkpoints value) {
    return new FitSettings(run, validation, value, timeLimit, listener, resumed, extended);
  }

  /** These with another time limit. */
  public FitSettings withTimeLimit(Duration limit) {
    return new FitSettings(
        run, validation, checkpoints, Optional.of(limit), listener, resumed, extended);
  }

  /** These with another listener. */
  public FitSettings withListener(Listener value) {
    return new FitSettings(run, validation, checkpoints, timeLimit, value, resumed, extended);
  }

  /** What is monitored; empty if there is nothing that could tell a better state. */
  Optional<Monitor> monitor() {
    return run.monitor().or(() -> validation.source().map(source -> Monitor.VALIDATION_LOSS));
  }

  /**
   * Refuses settings that need another one.
   *
   * @throws IllegalStateException naming both
   */
  void requireComplete() {
    boolean judged = validation.source().isPresent();
    List<Metric> metrics = validation.metrics();
    requireOther("metrics", metrics, !metrics.isEmpty(), judged, "validation data");
    int every = run.validateEverySteps();
    requireOther("steps between validations", every, every > 0, judged, "validation data");
    requireMonitored();
    int patience = run.patience();
    requireOther("patience", patience, patience > 0, monitor().isPresent(), "validation data");
    requireOther(
        "steps between checkpoints",
        checkpoints.everySteps(),
        checkpoints.everySteps() > 0,
        checkpoints.folder().isPresent(),
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
    if (validation.source().isPresent()) {
      figures.add(EpochReport.VALIDATION_LOSS);
      validation.metrics().forEach(metric -> figures.add(metric.name()));
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
