/**
 * The parts of a model: blocks and layers, activations and initialisers, and their sequence.
 *
 * <p>For: writing a model's forward pass into a graph; thin, without device code and without a
 * derivative. May use: {@code graph}, {@code random}, {@code catalogue}, {@code text}. May be used
 * by: {@code step} and the rooms above it.
 *
 * <p>Threads: all types but {@link Scope}, which is for one thread at a time, are immutable and
 * safe for use by several threads; a block or model of one's own must be, too.
 */
package org.gradcl.nn;
