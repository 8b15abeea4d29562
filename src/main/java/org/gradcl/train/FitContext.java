package org.gradcl.train;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.gradcl.io.AtomicFile;
import org.gradcl.random.RandomKey;
import org.gradcl.step.TrainingStep;

/**
 * What a fit needs of its trainer.
 *
 * @param session the device and the state
 * @param step model, loss and optimiser
 * @param inference for validation
 * @param key decides the order of samples
 * @param nanoTime the clock
 * @param executor where streaming sources fill; a thread of its own if empty
 * @param files opens checkpoints for writing
 * @param checkpoint makes a checkpoint of the present state
 * @param cancelled whether the fit should end
 */
record FitContext(
    DeviceSession session,
    TrainingStep step,
    Inference inference,
    RandomKey key,
    LongSupplier nanoTime,
    Optional<Executor> executor,
    AtomicFile.Opener files,
    Function<FitProgress, Checkpoint> checkpoint,
    BooleanSupplier cancelled) {}
