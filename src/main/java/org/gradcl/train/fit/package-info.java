/**
 * Runs a fit, from its first step to its report.
 *
 * <p>For: the trainer. May use: {@code train.checkpoint}, {@code train.inference} and what they may
 * use. May be used by: {@code train}.
 *
 * <p>Threads: {@link Fits} is for one thread at a time, but {@link Fits#cancel} is for any. All
 * other types are immutable and safe for use by several threads.
 */
package org.gradcl.train.fit;
