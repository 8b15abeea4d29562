/**
 * The OpenCL backend: devices found through JOCL, states and executables over them, the self-test
 * that a device passes before it is trusted.
 *
 * <p>For: running plans on GPUs and other OpenCL devices. Not named by other rooms: {@code
 * ServiceLoader} finds {@link org.gradcl.backend.opencl.OpenClBackendProvider}. May use: {@code
 * backend} and what it may use, JOCL. May be used by: nobody.
 *
 * <p>Below it, in the order in which a plan passes: {@code discovery} finds devices, {@code memory}
 * owns what is created on them, {@code program} builds kernel files, {@code tuning} chooses
 * variants, {@code launch} prints a plan's launches as kernels.
 *
 * <p>Threads: the provider is safe for use by several threads. What it opens is for one thread at a
 * time, as the seam has it.
 */
package org.gradcl.backend.opencl;
