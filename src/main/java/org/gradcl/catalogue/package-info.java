/**
 * The base of the catalogues of activations, layers, losses, metrics, optimisers and schedules:
 * entries found by name, and their text form for model files and the command line.
 *
 * <p>For: finding an entry by its name, with an error that lists the known ones. May use: nothing
 * of GradCL. May be used by: {@code nn}, {@code loss}, {@code metric}, {@code optim} and the rooms
 * above them.
 *
 * <p>Threads: a {@code Catalogue} is immutable and safe for use by several threads; a {@link
 * Description} is read by one.
 */
package org.gradcl.catalogue;
