/**
 * Fills the batch buffers of plans with samples: checks that a source fits a model, checks its
 * samples, and fills batches inline or one ahead on another thread.
 *
 * <p>For: fits, single steps, prediction and evaluation. May use: {@code data}, {@code step},
 * {@code backend} and what they may use. May be used by: {@code train} and its other rooms.
 *
 * <p>Threads: a {@link Feeder} and a {@link FeederThread} are for one thread, that of the fit. All
 * other types are immutable and safe for use by several threads.
 */
package org.gradcl.train.feed;
