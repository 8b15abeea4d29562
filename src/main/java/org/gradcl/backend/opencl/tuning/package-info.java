/**
 * Chooses the variant of a kernel from a table of tiles, each with the devices and extents that it
 * is for and the constraints that it must meet, and cuts a launch into work-groups.
 *
 * <p>For: whoever prints kernels. May use: {@code discovery}, {@code backend}. May be used by:
 * {@code launch} and {@code backend.opencl}.
 *
 * <p>Threads: all types are immutable or keep nothing, and are safe for use by several threads.
 */
package org.gradcl.backend.opencl.tuning;
