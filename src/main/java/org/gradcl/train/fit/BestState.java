package org.gradcl.train.fit;

import java.util.Optional;
import org.gradcl.train.checkpoint.EarlyStopping;
import org.gradcl.train.checkpoint.FitProgress;
import org.gradcl.train.checkpoint.Monitor;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.Goal;
import org.gradcl.train.session.DeviceSession;
import org.gradcl.train.session.LearningRate;
import org.gradcl.train.session.Snapshot;

/**
 * The best state of a run so far, by the monitored figure. A copy of it is kept if there is
 * patience. Not safe for use by several threads.
 */
final class BestState {
  private final Optional<Monitor> monitor;
  private final int patience;
  private final boolean extended;
  private EarlyStopping watch;
  private Optional<Snapshot> state = Optional.empty();
  private long judgedStep = -1;

  /** Whether the state judged last was the best so far. */
  private boolean improved;

  /** Before the first validation. */
  BestState(FitSettings settings) {
    this.monitor = settings.monitor();
    this.patience = settings.run().patience();
    this.extended = settings.extended();
    this.watch = EarlyStopping.start(monitor.map(Monitor::goal).orElse(Goal.MINIMIZE));
  }

  /**
   * Goes on where a run stands. If another figure was monitored then, or no state was kept that
   * patience could restore, the watch begins here.
   *
   * @param step updates made by the state that the run goes on from
   */
  void continueFrom(FitProgress progress, long step) {
    judgedStep = progress.judgedStep() == step ? step : -1;
    boolean sameFigure = progress.settings().monitor().or(this::validationLoss).equals(monitor);
    boolean restorable =
        patience == 0 || progress.best().isPresent() || progress.stopping().bestEpoch() == 0;
    if (sameFigure && restorable) {
      // Taken from the old watch: a new count of patience has no last judgement.
      improved = progress.stopping().improved();
      watch = extended ? progress.stopping().anew() : progress.stopping();
      state = progress.best();
    }
  }

  /** The monitor of a run without its own, if this one monitors anything. */
  private Optional<Monitor> validationLoss() {
    return monitor.map(any -> Monitor.VALIDATION_LOSS);
  }

  /**
   * Compares with the best, and keeps a copy if it is one. A state that was judged before is not
   * judged again.
   *
   * @return whether it is the best so far
   */
  boolean judge(EpochReport report, DeviceSession session) {
    if (monitor.isEmpty()) {
      return false;
    }
    if (judgedStep == report.step()) {
      return improved;
    }
    judgedStep = report.step();
    watch = watch.after(report.epoch(), report.step(), report.figure(monitor.get().figure()));
    improved = watch.improved();
    if (improved && patience > 0) {
      state = Optional.of(session.snapshot());
    }
    return improved;
  }

  /** Whether the patience is exhausted. */
  boolean isExhausted() {
    return patience > 0 && watch.exhausted(patience);
  }

  /** Updates made by the last validation; −1 before the first. */
  long judgedStep() {
    return judgedStep;
  }

  EarlyStopping watch() {
    return watch;
  }

  /**
   * Makes a session's state the best, if there is patience. One of before the run was extended gets
   * the total of the run as it is now, on which its schedule depends.
   */
  void restore(DeviceSession session, LearningRate rates) {
    int total = session.state().readStep().totalSteps();
    state.ifPresent(
        best -> {
          session.restore(best);
          if (best.step().totalSteps() != total) {
            rates.set(best.step().learningRate());
            session.state().writeStep(rates.withTotal(best.step(), total));
          }
        });
  }

  /** The best state, if there is patience. */
  Optional<Snapshot> state() {
    return state;
  }
}
