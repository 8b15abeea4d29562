/**
 * What a model is made of: layers, activations and initialisers, and their sequence.
 *
 * <p>For: writing a model's forward pass into a graph; thin, without device code and without a
 * derivative. May use: {@code graph}, {@code random}, {@code catalogue}. May be used by: {@code
 * step} and the rooms above it.
 */
package org.gradcl.nn;
