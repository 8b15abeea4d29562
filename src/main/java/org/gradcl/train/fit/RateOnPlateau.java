package org.gradcl.train.fit;

import java.util.Optional;
import org.gradcl.backend.State;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Plateau;
import org.gradcl.train.checkpoint.FitProgress;
import org.gradcl.train.checkpoint.Monitor;
import org.gradcl.train.checkpoint.PlateauProgress;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.session.DeviceSession;
import org.gradcl.train.session.LearningRate;

/**
 * Lowers the learning rate of a run on a plateau, when its epochs end: the device keeps the rate of
 * its step record until then. Not safe for use by several threads.
 */
final class RateOnPlateau {
  private final Optimizer optimizer;
  private final Plateau plateau;
  private final DeviceSession session;
  private final LearningRate rates;
  private PlateauProgress progress;

  private RateOnPlateau(
      Optimizer optimizer,
      Plateau plateau,
      DeviceSession session,
      LearningRate rates,
      PlateauProgress progress) {
    this.optimizer = optimizer;
    this.plateau = plateau;
    this.session = session;
    this.rates = rates;
    this.progress = progress;
  }

  /**
   * The plateau of a fit's schedule, if it is one.
   *
   * @param before where the run stood that is resumed
   * @param rates of the run
   */
  static Optional<RateOnPlateau> of(
      FitContext context, FitSettings settings, Optional<FitProgress> before, LearningRate rates) {
    Optimizer optimizer = context.step().optimizer();
    Monitor monitor = settings.monitor().orElse(Monitor.TRAINING_LOSS);
    PlateauProgress progress =
        before
            .flatMap(FitProgress::plateau)
            .map(saved -> saved.watching(monitor))
            .orElseGet(() -> PlateauProgress.start(monitor));
    return optimizer
        .schedule()
        .plateau()
        .map(plateau -> new RateOnPlateau(optimizer, plateau, context.session(), rates, progress));
  }

  /** Decides after an epoch, before anything is saved of the next. */
  void endEpoch(EpochReport report) {
    PlateauProgress next = progress.after(plateau, report.figure(progress.monitor().figure()));
    if (next.falls() > progress.falls()) {
      set((float) (optimizer.learningRate() * plateau.share(next.falls())));
    }
    progress = next;
  }

  private void set(float rate) {
    rates.set(rate);
    State state = session.state();
    state.writeStep(state.readStep().withLearningRate(rate));
  }

  PlateauProgress progress() {
    return progress;
  }
}
