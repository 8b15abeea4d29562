package org.gradcl.train.feed;

import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Executable;

/**
 * A filled batch buffer, ready to run.
 *
 * @param executable that the batch buffer belongs to
 * @param batchBuffer filled with {@code rows} samples
 * @param rows of the batch
 * @param endsStep whether it is the last of its step
 */
public record Batch(Executable executable, BatchBuffer batchBuffer, int rows, boolean endsStep) {}
