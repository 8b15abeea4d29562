package org.gradcl.train;

import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.gradcl.random.RandomKey;
import org.gradcl.step.TrainingStep;

/**
 * What a fit needs of its trainer.
 *
 * @param session the device and the state
 * @param step model, loss and optimiser
 * @param inference for validation
 * @param key decides the order of samples
 * @param environment clock, executor and files
 * @param checkpoint makes a checkpoint of the present state
 * @param cancelled whether the fit should end
 */
record FitContext(
    DeviceSession session,
    TrainingStep step,
    Inference inference,
    RandomKey key,
    TrainerEnvironment environment,
    Function<FitProgress, Checkpoint> checkpoint,
    BooleanSupplier cancelled) {}
