/**
 * Metrics: figures of a model over a data set, as sums that a device computes for each batch and a
 * last step on the host.
 *
 * <p>For: judging predictions. May use: {@code graph}, {@code random}, {@code catalogue}. May be
 * used by: {@code step} and the rooms above it.
 */
package org.gradcl.metric;
