package org.gradcl.train;

import org.gradcl.backend.Executable;
import org.gradcl.backend.Slot;

/**
 * A filled slot, ready to run.
 *
 * @param executable that the slot belongs to
 * @param slot filled with {@code rows} samples
 * @param rows of the batch
 */
record Batch(Executable executable, Slot slot, int rows) {}
