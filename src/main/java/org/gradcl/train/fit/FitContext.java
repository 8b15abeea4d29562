package org.gradcl.train.fit;

import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.gradcl.random.RandomKey;
import org.gradcl.step.TrainingStep;
import org.gradcl.train.checkpoint.CheckpointContent;
import org.gradcl.train.checkpoint.FitProgress;
import org.gradcl.train.inference.Inference;
import org.gradcl.train.session.DeviceSession;

/**
 * What a fit needs of its trainer.
 *
 * @param session the device and the state
 * @param step model, loss and optimiser
 * @param inference for validation
 * @param key decides the order of samples
 * @param statedSteps the total that the trainer's builder was told, if it was
 * @param environment clock, executor and files
 * @param checkpoint makes a checkpoint of the present state
 * @param cancelled whether the fit should end
 */
record FitContext(
    DeviceSession session,
    TrainingStep step,
    Inference inference,
    RandomKey key,
    OptionalInt statedSteps,
    TrainerEnvironment environment,
    Function<FitProgress, CheckpointContent> checkpoint,
    BooleanSupplier cancelled) {

  /**
   * Refuses a fit by whose end other than the stated number of steps will have been made.
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
}
