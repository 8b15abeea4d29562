/**
 * A model with the progress of its training, as a file: the content of a checkpoint, its format,
 * the folder in which a fit leaves its last and its best, and files with parameters of other
 * systems.
 *
 * <p>For: saving, restoring and resuming. May use: {@code train.session}, {@code io} and what they
 * may use. May be used by: {@code train}, {@code train.fit}.
 *
 * <p>Threads: a {@link CheckpointFolder} is for one thread, that of the fit, a {@link
 * ParameterFile} for one at a time. All other types are immutable and safe for use by several
 * threads, as long as nobody writes into the arrays of a checkpoint.
 */
package org.gradcl.train.checkpoint;
