/**
 * Metrics: figures of a model over a data set, as sums that a device computes for each batch and a
 * last step on the host.
 *
 * <p>For: judging predictions. May use: {@code loss}, {@code graph}, {@code catalogue}. May be used
 * by: {@code step} and the rooms above it.
 *
 * <p>Threads: all types are immutable and safe for use by several threads, and a metric of one's
 * own must be, too; but {@link TargetMoments}, {@link Pairs} and {@link Totals}, in which one
 * evaluation counts, are for one thread at a time.
 */
package org.gradcl.metric;
