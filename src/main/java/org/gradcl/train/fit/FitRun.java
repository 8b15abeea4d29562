package org.gradcl.train.fit;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gradcl.backend.StepState;
import org.gradcl.data.BatchCursor;
import org.gradcl.data.BatchSource;
import org.gradcl.data.Capability;
import org.gradcl.data.SampleOrder;
import org.gradcl.data.UnsupportedBySourceException;
import org.gradcl.device.Counters;
import org.gradcl.tensor.HostTensor;
import org.gradcl.train.checkpoint.CheckpointContent;
import org.gradcl.train.checkpoint.CheckpointFolder;
import org.gradcl.train.checkpoint.EarlyStopping;
import org.gradcl.train.checkpoint.FitProgress;
import org.gradcl.train.feed.Batch;
import org.gradcl.train.feed.BatchPlans;
import org.gradcl.train.feed.Feeder;
import org.gradcl.train.feed.FeederThread;
import org.gradcl.train.feed.SourceCheck;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.Evaluation;
import org.gradcl.train.report.StepEvent;
import org.gradcl.train.report.StopReason;
import org.gradcl.train.report.TrainingReport;
import org.gradcl.train.session.DeviceSession;
import org.gradcl.train.session.LearningRate;
import org.gradcl.train.session.Snapshot;

/** One fit, from its first step to its report. Used by one thread. */
final class FitRun {
  private final FitContext context;
  private final DeviceSession session;
  private final FitSettings fit;
  private final BatchSource source;
  private final long samples;
  private final StepLosses losses;
  private final TrainingPlans training;
  private final Optional<CheckpointFolder> folder;
  private final int passesBefore;
  private final List<EpochReport> history = new ArrayList<>();
  private EarlyStopping stopping = EarlyStopping.start();
  private Optional<Snapshot> best = Optional.empty();
  private int epoch;
  private long position;
  private long step;
  private int totalSteps;
  private long firstStepOfRun;
  private long samplesOfRun;
  private double secondsBefore;
  private long startNanos;
  private OptionalDouble secondsAtEnd = OptionalDouble.empty();

  /**
   * Checks everything that can be checked, restores a resumed run and loads all plans.
   *
   * @param passesBefore epochs that the model was trained for before
   */
  FitRun(FitContext context, FitSettings fit, BatchSource source, int passesBefore) {
    this.context = context;
    this.session = context.session();
    this.fit = fit;
    this.source = source;
    SourceCheck.requireTargets(source, context.step().model(), context.step().loss());
    this.samples = source.samples();
    fit.validation()
        .ifPresent(
            v ->
                SourceCheck.requireJudgedTargets(v, context.step().model(), context.step().loss()));
    this.folder =
        fit.checkpoints()
            .map(
                path ->
                    CheckpointFolder.create(
                        path, context.environment().files(), context.environment().nanoTime()));
    this.losses =
        new StepLosses(
            session,
            new EpochLoss(context.step().loss(), context.step().targetShape().elements()),
            samples,
            fit.batchSize(),
            () -> folder.flatMap(CheckpointFolder::rescue));
    Optional<FitProgress> progress = fit.resumed().map(CheckpointContent::requireProgress);
    this.passesBefore = progress.map(FitProgress::passesBefore).orElse(passesBefore);
    progress.ifPresent(this::continueFrom);
    this.training =
        TrainingPlans.load(
            session.plans(),
            context.step(),
            samples,
            fit.batchSize(),
            () -> fit.validation().ifPresent(this::prepareEvaluation));
    try {
      // Only now, so that a run that is refused leaves the state alone.
      fit.resumed().ifPresent(this::restore);
      beginAtStep(progress);
    } catch (RuntimeException e) {
      training.release();
      throw e;
    }
  }

  private void prepareEvaluation(BatchSource validation) {
    context.inference().prepare(validation, context.step().loss(), fit.metrics());
  }

  private void restore(CheckpointContent checkpoint) {
    if (inMidEpoch()
        && !source
            .capabilities()
            .containsAll(EnumSet.of(Capability.SEEKABLE, Capability.REPEATABLE))) {
      throw UnsupportedBySourceException.resuming(source);
    }
    checkpoint.requireSame(context.step());
    if (!fit.extended()) {
      context.requireTotalSteps(checkpoint.snapshot().step().totalSteps());
    }
    checkpoint.restore(session);
  }

  private boolean inMidEpoch() {
    return position > 0 && position < samples;
  }

  private void continueFrom(FitProgress progress) {
    if (progress.samples() != samples) {
      throw new IllegalArgumentException(
          String.format(
              "The run to be resumed trained on %d samples, the data given has %d; give the same"
                  + " data",
              progress.samples(), samples));
    }
    epoch = progress.epoch();
    position = progress.position();
    stopping = fit.extended() ? progress.stopping().anew() : progress.stopping();
    best = progress.best();
    history.addAll(progress.history());
    secondsBefore = progress.seconds();
  }

  /**
   * Writes how many steps there will be, which schedules need; a resumed run keeps its own unless
   * it is extended.
   */
  private void beginAtStep(Optional<FitProgress> progress) {
    StepState record = session.state().readStep();
    if (progress.isEmpty() || fit.extended()) {
      long steps = BatchPlans.steps(samples, fit.batchSize());
      long made = BatchPlans.steps(position, fit.batchSize());
      record = LearningRate.forMoreSteps(record, context.step(), fit.epochs() - epoch, steps, made);
      context.requireTotalSteps(record.totalSteps());
      session.state().writeStep(record);
    }
    totalSteps = record.totalSteps();
    step = record.step();
    firstStepOfRun = step;
    losses.beginEpoch(step, progress.map(FitProgress::lossSum).orElse(0.0), position);
  }

  /** Trains until the run is complete, stopped early or cancelled. */
  TrainingReport run() {
    Counters before = session.device().counters();
    boolean clean = false;
    startNanos = context.environment().nanoTime().getAsLong();
    StopReason reason;
    try (FeederThread thread = new FeederThread(context.environment().executor())) {
      fit.listener().onBegin();
      reason = trainEpochs(thread);
      clean = reason != StopReason.CANCELLED;
    } catch (RuntimeException | Error e) {
      folder.ifPresent(CheckpointFolder::rescue);
      losses.forgiveFailure();
      throw e;
    } finally {
      if (clean) {
        training.release();
      } else {
        // Batch buffers that were filled and never run can't be given back.
        training.discard();
      }
    }
    folder.ifPresent(CheckpointFolder::writeWaiting);
    secondsAtEnd = OptionalDouble.of(seconds());
    double seconds = seconds() - secondsBefore;
    if (reason != StopReason.CANCELLED) {
      best.ifPresent(session::restore);
    }
    requireFinite(session.parameters());
    TrainingReport report =
        new TrainingReport(
            history,
            reason,
            stopping.best(),
            step - firstStepOfRun,
            samplesOfRun,
            seconds,
            session.device().counters().since(before),
            session.report());
    fit.listener().onEnd(report);
    return report;
  }

  private StopReason trainEpochs(FeederThread thread) {
    while (epoch < fit.epochs()) {
      if (fit.patience() > 0 && stopping.exhausted(fit.patience())) {
        return StopReason.EARLY_STOPPED;
      }
      if (!trainEpoch(thread)) {
        losses.collect(true);
        return StopReason.CANCELLED;
      }
      endEpoch();
    }
    return StopReason.COMPLETED;
  }

  /** Trains to the end of the current epoch; false if it was cancelled before. */
  private boolean trainEpoch(FeederThread thread) {
    if (position == samples) {
      // Resumed from a checkpoint of the epoch's last step: only its end is left to do.
      return true;
    }
    try (Feeder feeder = openFeeder(thread)) {
      while (position < samples) {
        if (context.cancelled().getAsBoolean()) {
          return false;
        }
        Batch batch = feeder.next();
        batch.executable().run(batch.batchBuffer());
        session.gradientsWritten();
        position += batch.rows();
        samplesOfRun += batch.rows();
        step++;
        losses.collect(false);
        fit.listener().onStep(event());
        saveBetweenEpochs();
      }
    }
    losses.collect(true);
    return true;
  }

  private SampleOrder order() {
    return fit.shuffled()
        ? SampleOrder.shuffled(context.key(), passesBefore + epoch)
        : SampleOrder.sequential();
  }

  private Feeder openFeeder(FeederThread thread) {
    BatchCursor cursor =
        SourceCheck.checked(
            source, source.open(order()), context.step().model(), context.step().loss());
    try {
      if (position > 0) {
        cursor.seek(position);
      }
      return Feeder.of(source, cursor, position, training.plans(), thread);
    } catch (RuntimeException e) {
      cursor.close();
      throw e;
    }
  }

  private StepEvent event() {
    return new StepEvent(
        epoch + 1, fit.epochs(), step, position, samples, losses.value(), seconds());
  }

  private void endEpoch() {
    Optional<Evaluation> evaluation =
        fit.validation()
            .map(v -> context.inference().evaluate(v, context.step().loss(), fit.metrics()));
    EpochReport report =
        new EpochReport(
            epoch + 1,
            step,
            samples,
            losses.value(),
            evaluation.map(e -> OptionalDouble.of(e.loss())).orElse(OptionalDouble.empty()),
            evaluation.map(Evaluation::metrics).orElse(Map.of()),
            LearningRate.ofLast(context.step(), step, totalSteps),
            seconds());
    history.add(report);
    epoch++;
    position = 0;
    losses.beginEpoch(step, 0, 0);
    evaluation.ifPresent(e -> stopping = stopping.after(epoch, e.loss()));
    boolean improved = evaluation.isPresent() && stopping.improved();
    if (improved && fit.patience() > 0) {
      best = Optional.of(session.snapshot());
    }
    folder.ifPresent(f -> f.endOfEpoch(checkpoint(), improved));
    fit.listener().onEpoch(report);
  }

  private void saveBetweenEpochs() {
    int every = fit.checkpointEverySteps();
    if (every > 0 && (step - firstStepOfRun) % every == 0 && position < samples) {
      folder.ifPresent(f -> f.writeLast(checkpoint()));
    }
  }

  private CheckpointContent checkpoint() {
    CheckpointContent checkpoint = context.checkpoint().apply(progress());
    requireFinite(checkpoint.snapshot().withoutSlots().tensors());
    return checkpoint;
  }

  private void requireFinite(List<HostTensor> parameters) {
    session.requireFinite(parameters, step - 1, () -> folder.flatMap(CheckpointFolder::rescue));
  }

  /** How far the run has come; waits for the losses of all steps so far. */
  FitProgress progress() {
    losses.collect(true);
    return new FitProgress(
        fit.epochs(),
        fit.batchSize(),
        fit.shuffled(),
        fit.patience(),
        samples,
        passesBefore,
        epoch,
        position,
        losses.sum(),
        seconds(),
        stopping,
        history,
        best);
  }

  /** Epochs that the model was trained for by the end of this run. */
  int passes() {
    return passesBefore + epoch;
  }

  private double seconds() {
    if (secondsAtEnd.isPresent()) {
      return secondsAtEnd.getAsDouble();
    }
    return secondsBefore + (context.environment().nanoTime().getAsLong() - startNanos) / 1e9;
  }
}
