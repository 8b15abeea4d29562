/**
 * States what is computed: symbolic values, a closed set of operations, reverse-mode
 * differentiation.
 *
 * <p>For: stating a whole training or inference step without saying how it runs. May use: {@code
 * tensor}, {@code expr}. May be used by: the catalogues ({@code nn}, {@code loss}, {@code metric},
 * {@code optim}), {@code step}, {@code reference}, {@code plan} and what lies above them.
 *
 * <p>Threads: a {@link Graph} is built by one thread, and so is what {@link Gradients} and {@link
 * Views} append to it; all other types are immutable or keep nothing, and are safe for use by
 * several threads.
 */
package org.gradcl.graph;
