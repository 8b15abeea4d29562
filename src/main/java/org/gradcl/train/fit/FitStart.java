package org.gradcl.train.fit;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.gradcl.backend.StepState;
import org.gradcl.data.BatchSource;
import org.gradcl.metric.Metric;
import org.gradcl.random.RandomKey;
import org.gradcl.train.checkpoint.CheckpointContent;
import org.gradcl.train.checkpoint.CheckpointFolder;
import org.gradcl.train.checkpoint.FitProgress;
import org.gradcl.train.checkpoint.RunLength;
import org.gradcl.train.feed.EpochBatches;
import org.gradcl.train.feed.RequiredArrays;
import org.gradcl.train.feed.SourceCheck;
import org.gradcl.train.session.LearningRate;

/**
 * Prepares a fit before its first step: checks all that can be checked, loads the plans, and only
 * then restores a resumed run, so that a fit that is refused leaves the state unchanged.
 */
final class FitStart {
  private final FitContext context;
  private final FitSettings settings;
  private final BatchSource source;
  private final Optional<FitProgress> progress;
  private final EpochBatches batches;
  private final LearningRate rates;

  private FitStart(FitContext context, FitSettings settings, BatchSource source) {
    this.context = context;
    this.settings = settings;
    this.source = source;
    this.progress = settings.resumed().map(CheckpointContent::requireProgress);
    settings.requireComplete();
    SourceCheck.require(source, RequiredArrays.toTrain(context.step().arrays()));
    settings
        .validation()
        .source()
        .ifPresent(
            judged -> SourceCheck.require(judged, RequiredArrays.toJudge(context.step().arrays())));
    this.batches =
        new EpochBatches(
            source.samples(),
            settings.run().batchSize(),
            settings.run().dropLast(),
            context.step().optimizer().batchesInStep());
    progress.ifPresent(this::requireSameData);
    this.rates = new LearningRate(context.step().optimizer());
  }

  /**
   * A run before its first step.
   *
   * @param key decides the order of samples
   * @param passesBefore epochs that the model was trained for before
   * @param cancelled whether the fit should end
   */
  static FitRun begin(
      FitContext context,
      FitSettings settings,
      BatchSource source,
      RandomKey key,
      int passesBefore,
      BooleanSupplier cancelled) {
    FitStart start = new FitStart(context, settings, source);
    TrainingPasses passes =
        new TrainingPasses(
            source,
            context.step(),
            settings.run().shuffled(),
            key,
            start.progress.map(FitProgress::passesBefore).orElse(passesBefore));
    Optional<CheckpointFolder> folder = start.folder();
    TrainingPlans plans =
        TrainingPlans.load(
            context.session().plans(),
            context.step(),
            start.batches,
            () -> settings.validation().source().ifPresent(start::prepareValidation));
    try {
      start.progress.ifPresent(p -> start.requireResumable(passes, p));
      StepState record = start.record();
      settings.resumed().ifPresent(checkpoint -> checkpoint.restore(context.session()));
      context.session().state().writeStep(record);
      return new FitRun(
          context,
          settings,
          RateOnPlateau.of(context, settings, start.progress, start.rates),
          passes,
          plans,
          folder,
          start.position(record.step()),
          start.losses(record, folder),
          cancelled);
    } catch (RuntimeException e) {
      plans.release();
      throw e;
    }
  }

  private void requireSameData(FitProgress before) {
    if (before.samples() != source.samples()) {
      throw new IllegalArgumentException(
          String.format(
              "The run to be resumed trained on %d samples, the data given has %d; give the same"
                  + " data",
              before.samples(), source.samples()));
    }
  }

  private Optional<CheckpointFolder> folder() {
    TrainerEnvironment environment = context.environment();
    return settings
        .checkpoints()
        .folder()
        .map(path -> CheckpointFolder.create(path, environment.files(), environment.nanoTime()));
  }

  private void prepareValidation(BatchSource validation) {
    List<Metric> metrics = settings.validation().metrics();
    context.inference().prepare(validation, context.step().objective(), metrics);
  }

  private void requireResumable(TrainingPasses passes, FitProgress before) {
    if (before.position() > 0 && before.position() < batches.samplesPerEpoch()) {
      passes.requireResumable();
    }
    settings.resumed().orElseThrow().requireSame(context.step());
  }

  /** The record with how many steps there will be; a resumed run keeps its own, unless extended. */
  private StepState record() {
    StepState record =
        settings
            .resumed()
            .map(checkpoint -> checkpoint.snapshot().step())
            .orElseGet(() -> context.session().state().readStep());
    if (progress.isPresent()) {
      rates.set(record.learningRate());
    }
    if (progress.isEmpty() || settings.extended()) {
      record = rates.withTotal(record, total(record.step()));
    }
    context.requireTotalSteps(record.totalSteps());
    return record;
  }

  /** Updates that there will be at the end of the run. */
  private int total(int made) {
    RunLength length = settings.run().length();
    long left = length.steps(batches.steps()) - position(made).stepsOfRun();
    if (left > Integer.MAX_VALUE - made) {
      throw new IllegalArgumentException(
          String.format(
              "The run would have %s, after the %d made so far; at most 2147483647 steps are"
                  + " possible: use fewer epochs or steps, or larger batches",
              length.describe(batches.steps()), made));
    }
    return Math.toIntExact(made + left);
  }

  private RunPosition position(int made) {
    return new RunPosition(
        batches,
        settings.run().length().steps(batches.steps()),
        progress.map(FitProgress::epoch).orElse(0),
        progress.map(FitProgress::position).orElse(0L),
        made);
  }

  private StepLosses losses(StepState record, Optional<CheckpointFolder> folder) {
    StepLosses losses =
        new StepLosses(
            context.session(),
            new EpochLoss(context.step().judged()),
            batches,
            rates,
            record.totalSteps(),
            settings.listener(),
            () -> folder.flatMap(CheckpointFolder::rescue));
    losses.beginEpoch(
        record.step(),
        progress.map(FitProgress::lossSum).orElse(0.0),
        progress.map(FitProgress::position).orElse(0L));
    return losses;
  }
}
