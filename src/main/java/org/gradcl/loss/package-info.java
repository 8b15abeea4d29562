/**
 * Losses: what is minimised, as scalar expressions or row programs, with an explicit reduction.
 *
 * <p>For: writing the loss of a prediction into a graph. {@code docs/losses.md} compares scale and
 * reduction with other systems. May use: {@code graph}, {@code catalogue}. May be used by: {@code
 * metric}, {@code step} and the rooms above it.
 *
 * <p>Threads: all types are immutable and safe for use by several threads; a loss of one's own must
 * be, too.
 */
package org.gradcl.loss;
