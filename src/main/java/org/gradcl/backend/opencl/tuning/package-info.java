/**
 * Which variant of a kernel runs: a table of tiles with the devices and extents that they are for
 * and the constraints that they must keep, and how a launch is cut into work-groups.
 *
 * <p>For: whoever prints kernels. May use: {@code discovery}, {@code backend}. May be used by:
 * {@code launch} and {@code backend.opencl}.
 *
 * <p>Threads: all types are immutable or keep nothing, and are safe for use by several threads.
 */
package org.gradcl.backend.opencl.tuning;
