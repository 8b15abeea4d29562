/**
 * Counter-based random numbers: a number is a function of the key and of the place where it is
 * used, so that it is the same on every backend, with any number of threads and after a restart.
 *
 * <p>A place is a purpose, an operation, a step, a sample and a unit; these are logical positions,
 * never addresses in a padded buffer. The same formula stands in {@code kernels/philox.clh}, and
 * both are tested with one file of vectors.
 *
 * <p>For: initial parameters, dropout, shuffling and splits. May use: nothing of GradCL. May be
 * used by: every room.
 *
 * <p>Threads: all types are immutable or keep nothing, and are safe for use by several threads.
 */
package org.gradcl.random;
