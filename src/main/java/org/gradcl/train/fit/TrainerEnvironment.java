package org.gradcl.train.fit;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.gradcl.io.file.AtomicFile;

/**
 * A trainer's access to the outside world.
 *
 * @param nanoTime the clock
 * @param executor on which streaming sources fill their batches; a separate thread if empty
 * @param files opens checkpoints for writing
 */
public record TrainerEnvironment(
    LongSupplier nanoTime, Optional<Executor> executor, AtomicFile.Opener files) {}
