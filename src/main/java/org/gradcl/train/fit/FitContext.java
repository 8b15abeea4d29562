package org.gradcl.train.fit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.gradcl.step.TrainingStep;
import org.gradcl.train.checkpoint.CheckpointContent;
import org.gradcl.train.checkpoint.FitProgress;
import org.gradcl.train.inference.Inference;
import org.gradcl.train.session.DeviceSession;

/**
 * The objects that all fits of one trainer share.
 *
 * @param session the device and the state
 * @param step model, loss and optimiser
 * @param inference for validation
 * @param environment clock, executor and files
 * @param attributes saved with the model
 * @param statedSteps the total that the trainer's builder was given, if it was
 */
public record FitContext(
    DeviceSession session,
    TrainingStep step,
    Inference inference,
    TrainerEnvironment environment,
    Map<String, String> attributes,
    OptionalInt statedSteps) {
  /** Copies the map and keeps its order. */
  public FitContext {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /**
   * Refuses a fit that would end at another than the stated number of steps.
   *
   * @throws IllegalStateException naming both
   */
  void requireTotalSteps(int total) {
    if (statedSteps.isPresent() && statedSteps.getAsInt() != total) {
      throw new IllegalStateException(
          String.format(
              "The trainer was built for %d steps in total, with this fit there will be %d; leave"
                  + " totalSteps out, a fit finds its number itself",
              statedSteps.getAsInt(), total));
    }
  }

  /** The present state, with the progress of a run. */
  CheckpointContent checkpoint(Optional<FitProgress> progress) {
    return new CheckpointContent(
        step.model().describe(),
        step.objective().describe(),
        step.optimizer().describe(),
        attributes,
        session.snapshot(),
        progress,
        "the trainer's checkpoint");
  }
}
