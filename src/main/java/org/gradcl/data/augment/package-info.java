/**
 * Changes of samples at random: flips, crops and shifts of images, noise, mixup.
 *
 * <p>{@link org.gradcl.data.augment.Augmentations} has them all; {@link
 * org.gradcl.data.BatchSource#augment} applies them, with random numbers that depend on the seed,
 * the epoch and the number of the sample alone.
 *
 * <p>For: training on few samples. May use: {@code data.image} and what it may use. May be used by:
 * {@code cli}.
 *
 * <p>Threads: all types are immutable and safe for use by several threads.
 */
package org.gradcl.data.augment;
