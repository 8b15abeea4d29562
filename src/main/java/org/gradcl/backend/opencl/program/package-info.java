/**
 * From kernel files to kernels: loading sources with their includes, building each program once,
 * explaining build errors, and kernel objects with bound arguments.
 *
 * <p>For: whoever launches kernels. May use: {@code memory} and what it may use. May be used by:
 * {@code backend.opencl} and {@code launch}.
 *
 * <p>Threads: {@link Programs}, {@link Kernel} and {@link Macros} are for one thread at a time;
 * kernel files, sources and launch shapes are immutable and safe for use by several.
 */
package org.gradcl.backend.opencl.program;
