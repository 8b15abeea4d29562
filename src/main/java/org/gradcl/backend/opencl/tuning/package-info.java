/**
 * Which variant of a kernel runs: a table of tiles with the devices and extents that they are for
 * and the constraints that they must keep, and how a launch is cut into work-groups.
 *
 * <p>For: whoever prints kernels. May use: {@code discovery}, {@code backend}. May be used by:
 * {@code launch} and {@code backend.opencl}.
 */
package org.gradcl.backend.opencl.tuning;
