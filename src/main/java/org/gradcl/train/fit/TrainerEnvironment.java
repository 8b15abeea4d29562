package org.gradcl.train.fit;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.gradcl.io.file.AtomicFile;

/**
 * Everything impure that a trainer uses.
 *
 * @param nanoTime the clock
 * @param executor where streaming sources fill; a thread of its own if empty
 * @param files opens checkpoints for writing
 */
public record TrainerEnvironment(
    LongSupplier nanoTime, Optional<Executor> executor, AtomicFile.Opener files) {}
