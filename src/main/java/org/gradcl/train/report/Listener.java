package org.gradcl.train.report;

import java.util.List;

/**
 * Hears how a fit goes, on the thread that called {@code Trainer.fit}. Every method does nothing
 * unless overridden.
 *
 * <p>Within a call the trainer may predict, evaluate, give its parameters, save and cancel; to
 * train or to change parameters from here is an error. What a listener throws ends the fit and
 * reaches the caller of {@code fit}.
 */
public interface Listener {
  /**
   * All that can be refused beforehand was found good, such as data, settings and memory; the first
   * step is next.
   */
  default void onBegin() {}

  /**
   * A step was handed to the device. Called once a step: be quick.
   *
   * @param event how the fit stands
   * @param control ends or saves the fit; good until it has ended
   */
  default void onStep(StepEvent event, FitControl control) {}

  /**
   * The loss of a step has become known: some steps later, since nothing waits for it, but in the
   * order of the steps, and those of an epoch before its end.
   *
   * @param loss of one step
   */
  default void onLoss(StepLoss loss) {}

  /**
   * The model was judged by the validation data: at the end of an epoch, before {@link #onEpoch},
   * or within one.
   *
   * @param report of the epoch so far
   */
  default void onValidation(EpochReport report) {}

  /**
   * An epoch has ended, validation included, or the fit within one.
   *
   * @param report what was reached
   */
  default void onEpoch(EpochReport report) {}

  /**
   * The fit has ended; best weights are restored if there was patience.
   *
   * @param report what was reached
   */
  default void onEnd(TrainingReport report) {}

  /**
   * Tells several listeners, in order.
   *
   * @param listeners called in this order
   * @return a listener for all of them
   */
  static Listener all(Listener... listeners) {
    List<Listener> all = List.of(listeners);
    return new Listener() {
      @Override
      public void onBegin() {
        all.forEach(Listener::onBegin);
      }

      @Override
      public void onStep(StepEvent event, FitControl control) {
        all.forEach(listener -> listener.onStep(event, control));
      }

      @Override
      public void onLoss(StepLoss loss) {
        all.forEach(listener -> listener.onLoss(loss));
      }

      @Override
      public void onValidation(EpochReport report) {
        all.forEach(listener -> listener.onValidation(report));
      }

      @Override
      public void onEpoch(EpochReport report) {
        all.forEach(listener -> listener.onEpoch(report));
      }

      @Override
      public void onEnd(TrainingReport report) {
        all.forEach(listener -> listener.onEnd(report));
      }
    };
  }
}
