package org.gradcl.train.report;

import java.util.List;
import org.gradcl.train.Trainer;

/**
 * Is told how a fit goes, on the thread that called {@link Trainer#fit}. Every method does nothing
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
   */
  default void onStep(StepEvent event) {}

  /**
   * An epoch has ended, validation included.
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
   * @param listeners told in this order
   * @return a listener for all of them
   */
  static Listener all(Listener... listeners) {
    List<Listener> told = List.of(listeners);
    return new Listener() {
      @Override
      public void onBegin() {
        told.forEach(Listener::onBegin);
      }

      @Override
      public void onStep(StepEvent event) {
        told.forEach(listener -> listener.onStep(event));
      }

      @Override
      public void onEpoch(EpochReport report) {
        told.forEach(listener -> listener.onEpoch(report));
      }

      @Override
      public void onEnd(TrainingReport report) {
        told.forEach(listener -> listener.onEnd(report));
      }
    };
  }
}
