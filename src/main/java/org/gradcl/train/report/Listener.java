package org.gradcl.train.report;

import java.util.List;
import java.util.Objects;

/**
 * Receives the progress of a fit, on the thread that called {@code Trainer.fit}. Every method does
 * nothing unless overridden.
 *
 * <p>Within a call the trainer may predict, evaluate, return its parameters, save and cancel; it
 * must not train or change parameters. An exception of a listener ends the fit and is thrown to the
 * caller of {@code fit}.
 */
public interface Listener {
  /** All checks before the first step, such as those of data, settings and memory, have passed. */
  default void onBegin() {}

  /**
   * A step was handed to the device. Called once a step: be quick.
   *
   * @param event the progress of the fit
   * @param control ends or saves the fit; valid until it has ended
   */
  default void onStep(StepEvent event, FitControl control) {}

  /**
   * The loss of a step is known. It arrives after the {@link #onStep} of its step, perhaps some
   * steps later, since training does not wait for it, but in the order of the steps, and before the
   * end of its epoch.
   *
   * @param loss of one step
   */
  default void onLoss(StepLoss loss) {}

  /**
   * The model was evaluated on the validation data: at the end of an epoch, before {@link
   * #onEpoch}, or within one.
   *
   * @param report of the epoch so far
   */
  default void onValidation(EpochReport report) {}

  /**
   * An epoch has ended, validation included, or the fit has ended within one.
   *
   * @param report the result
   */
  default void onEpoch(EpochReport report) {}

  /**
   * The fit has ended; best weights are restored if there was patience.
   *
   * @param report the result
   */
  default void onEnd(TrainingReport report) {}

  /**
   * Joins several listeners.
   *
   * @param listeners called in this order
   * @return a listener for all of them
   */
  static Listener all(Listener... listeners) {
    for (Listener listener : listeners) {
      Objects.requireNonNull(listener, "listener");
    }
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
