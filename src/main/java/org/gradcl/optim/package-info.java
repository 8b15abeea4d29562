/**
 * Optimisers and learning-rate schedules: how parameters change, as scalar expressions.
 *
 * <p>For: stating an update rule once for every backend. May use: {@code graph}, {@code catalogue},
 * {@code text}. May be used by: {@code step} and the rooms above it.
 *
 * <p>Threads: all types are immutable and safe for use by several threads.
 */
package org.gradcl.optim;
