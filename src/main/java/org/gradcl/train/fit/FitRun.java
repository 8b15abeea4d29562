package org.gradcl.train.fit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.gradcl.device.Counters;
import org.gradcl.train.checkpoint.CheckpointContent;
import org.gradcl.train.checkpoint.CheckpointFile;
import org.gradcl.train.checkpoint.CheckpointFolder;
import org.gradcl.train.checkpoint.FitProgress;
import org.gradcl.train.feed.Batch;
import org.gradcl.train.feed.Feeder;
import org.gradcl.train.feed.FeederThread;
import org.gradcl.train.fit.Judge.Judgement;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StepEvent;
import org.gradcl.train.report.StopReason;
import org.gradcl.train.report.TrainingReport;
import org.gradcl.train.session.DeviceSession;
import org.gradcl.train.session.LearningRate;

/** One fit, from its first step to its report. Used by one thread. */
final class FitRun {
  private final FitContext context;
  private final DeviceSession session;
  private final FitSettings settings;
  private final Listener listener;
  private final Optional<RateOnPlateau> plateau;
  private final TrainingPasses passes;
  private final TrainingPlans plans;
  private final Optional<CheckpointFolder> folder;
  private final RunPosition position;
  private final StepLosses losses;
  private final BooleanSupplier cancelled;
  private final BestState best;
  private final Stopwatch time;
  private final Judge judge;
  private final List<EpochReport> history = new ArrayList<>();
  private final RunControl control = new RunControl(this::save);

  /** Where the run was stopped, before its epoch was cut short by a report. */
  private Optional<FitProgress> stoppedAt = Optional.empty();

  /** Whether the trainer is left with the best state and not with the one where it was stopped. */
  private boolean leavesAnotherState;

  /** A run that {@link FitStart} has prepared. */
  FitRun(
      FitContext context,
      FitSettings settings,
      Optional<RateOnPlateau> plateau,
      TrainingPasses passes,
      TrainingPlans plans,
      Optional<CheckpointFolder> folder,
      RunPosition position,
      StepLosses losses,
      BooleanSupplier cancelled) {
    this.context = context;
    this.session = context.session();
    this.settings = settings;
    this.listener = settings.listener();
    this.plateau = plateau;
    this.passes = passes;
    this.plans = plans;
    this.folder = folder;
    this.position = position;
    this.losses = losses;
    this.cancelled = cancelled;
    this.best = new BestState(settings);
    Optional<FitProgress> before = settings.resumed().map(CheckpointContent::requireProgress);
    before.ifPresent(progress -> best.continueFrom(progress, position.step()));
    before.ifPresent(progress -> history.addAll(progress.history()));
    this.time =
        new Stopwatch(
            context.environment().nanoTime(), before.map(FitProgress::seconds).orElse(0.0));
    this.judge = new Judge(context, settings, position, losses, time, best);
  }

  /** Trains until the run ends, for whatever reason. */
  TrainingReport run() {
    Counters before = session.device().counters();
    boolean clean = false;
    time.start();
    StopReason reason;
    try (FeederThread thread = new FeederThread(context.environment().executor())) {
      listener.onBegin();
      reason = train(thread);
      clean = !position.isWithinEpoch();
      finish(reason);
    } catch (RuntimeException | Error e) {
      folder.ifPresent(CheckpointFolder::rescue);
      losses.clearFailure();
      throw e;
    } finally {
      control.end();
      if (clean) {
        plans.release();
      } else {
        // Batch buffers that were filled and never run can't be given back.
        plans.discard();
      }
    }
    folder.ifPresent(CheckpointFolder::writeWaiting);
    time.stop();
    if (reason != StopReason.CANCELLED) {
      best.restore(session, new LearningRate(context.step().optimizer()));
    }
    session.requireFinite(position.step() - 1, this::lastCheckpoint);
    TrainingReport report =
        new TrainingReport(
            history,
            reason,
            best.watch().epoch(),
            best.watch().step(),
            position.stepsOfCall(),
            position.samplesOfCall(),
            time.secondsOfCall(),
            session.device().counters().since(before),
            session.report());
    listener.onEnd(report);
    return report;
  }

  private StopReason train(FeederThread thread) {
    // Resumed from a checkpoint of an epoch's last step, a run has that epoch's end still to do.
    Optional<StopReason> end = position.isAtEndOfEpoch() ? Optional.empty() : end();
    while (end.isEmpty()) {
      end = trainEpoch(thread);
      if (position.isAtEndOfEpoch()) {
        endEpoch();
        end = end();
      }
    }
    return end.get();
  }

  /** Whether the run ends where it stands. */
  private Optional<StopReason> end() {
    if (position.isComplete()) {
      return Optional.of(StopReason.COMPLETED);
    }
    if (best.isExhausted()) {
      return Optional.of(StopReason.EARLY_STOPPED);
    }
    if (cancelled.getAsBoolean()) {
      return Optional.of(StopReason.CANCELLED);
    }
    if (control.isStopped()) {
      return Optional.of(StopReason.STOPPED);
    }
    return isLate() ? Optional.of(StopReason.TIME_LIMIT) : Optional.empty();
  }

  private boolean isLate() {
    return position.stepsOfCall() > 0 && settings.timeLimit().filter(time::hasReached).isPresent();
  }

  /** Trains to the end of the current epoch, or of the run within it. */
  private Optional<StopReason> trainEpoch(FeederThread thread) {
    if (position.isAtEndOfEpoch()) {
      return Optional.empty();
    }
    judgeWithinEpoch();
    Optional<StopReason> end = end();
    if (end.isPresent()) {
      return end;
    }
    history.removeIf(report -> report.epoch() > position.epoch());
    try (Feeder feeder = passes.open(position.epoch(), position.samples(), plans.plans(), thread)) {
      while (end.isEmpty() && !position.isAtEndOfEpoch()) {
        step(feeder);
        if (!position.isAtEndOfEpoch()) {
          judgeWithinEpoch();
          saveWithinEpoch();
          end = end();
        }
      }
    }
    return end;
  }

  private void step(Feeder feeder) {
    Batch batch;
    do {
      batch = feeder.next();
      batch.executable().run(batch.batchBuffer());
      position.pass(batch.rows());
    } while (!batch.endsStep());
    session.gradientsWritten();
    position.advance();
    losses.takeArrived();
    listener.onStep(
        new StepEvent(
            position.epoch() + 1,
            settings.run().length().epochs(plans.plans().batches().steps()),
            position.step(),
            position.samples(),
            plans.plans().batches().samplesPerEpoch(),
            losses.value(),
            time.seconds()),
        control);
    losses.deliver();
  }

  /** The validation between epochs, where one is due. */
  private void judgeWithinEpoch() {
    if (judge.isDueWithinEpoch()) {
      losses.collectAll();
      if (judge.judge().improved()) {
        folder.ifPresent(f -> f.withinEpoch(checkpoint()));
      }
    }
  }

  private void endEpoch() {
    losses.collectAll();
    Judgement judgement = judge.isDueAtEndOfEpoch() ? judge.judge() : judge.report();
    history.add(judgement.report());
    plateau.ifPresent(p -> p.endEpoch(judgement.report()));
    position.beginNextEpoch();
    losses.beginEpoch(position.step(), 0, 0);
    folder.ifPresent(f -> f.endOfEpoch(checkpoint(), judgement.improved()));
    listener.onEpoch(judgement.report());
  }

  private void saveWithinEpoch() {
    int every = settings.checkpoints().everySteps();
    if (every > 0 && position.stepsOfCall() % every == 0) {
      folder.ifPresent(f -> f.writeLast(checkpoint()));
    }
  }

  /** What is left to do when no further step will be made. */
  private void finish(StopReason reason) {
    losses.collectAll();
    if (reason == StopReason.CANCELLED) {
      return;
    }
    boolean goesOn = reason == StopReason.STOPPED || reason == StopReason.TIME_LIMIT;
    if (goesOn) {
      // Before the epoch is cut short: resumed, the run is the same as if it had not ended here.
      stoppedAt = Optional.of(now());
    }
    if (position.isWithinEpoch()) {
      if (goesOn) {
        folder.ifPresent(f -> f.writeLast(checkpoint()));
      }
      endWithinEpoch(!goesOn);
    }
    leavesAnotherState =
        goesOn && best.state().filter(s -> s.step().step() != position.step()).isPresent();
  }

  /** The report of an epoch that the run does not complete. */
  private void endWithinEpoch(boolean isEndOfRun) {
    boolean reported = history.stream().anyMatch(r -> r.epoch() > position.epoch());
    if (reported) {
      return;
    }
    Judgement judgement = judge.judge();
    history.add(judgement.report());
    if (isEndOfRun) {
      folder.ifPresent(f -> f.endOfEpoch(checkpoint(), judgement.improved()));
    } else if (judgement.improved()) {
      folder.ifPresent(f -> f.withinEpoch(checkpoint()));
    }
    listener.onEpoch(judgement.report());
  }

  private void save(Path file) {
    CheckpointFile.write(checkpoint(), file, context.environment().files());
  }

  private CheckpointContent checkpoint() {
    CheckpointContent checkpoint = context.checkpoint(progress());
    session.requireFinite(
        checkpoint.snapshot().tensors(), position.step() - 1, this::lastCheckpoint);
    return checkpoint;
  }

  private Optional<Path> lastCheckpoint() {
    return folder.flatMap(CheckpointFolder::rescue);
  }

  /**
   * How far the run has come; empty if the state is none that it goes on from. Waits for the losses
   * of all steps so far.
   */
  Optional<FitProgress> progress() {
    losses.collectAll();
    return leavesAnotherState ? Optional.empty() : Optional.of(stoppedAt.orElseGet(this::now));
  }

  private FitProgress now() {
    return new FitProgress(
        settings.run(),
        plans.plans().batches().samples(),
        passes.passesBefore(),
        position.epoch(),
        position.samples(),
        losses.sum(),
        time.seconds(),
        best.watch(),
        best.judgedStep(),
        plateau.map(RateOnPlateau::progress),
        history,
        best.state());
  }

  /** Epochs that the model was trained for by the end of this run, one cut short among them. */
  int passes() {
    return passes.passesBefore() + history.size();
  }
}
