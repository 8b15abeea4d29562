/**
 * From a plan's launches to kernels: expressions printed as OpenCL C, the macros and arguments of
 * each launch, its variant and launch shape. Pure text and numbers: nothing here touches a device.
 *
 * <p>For: loading plans. May use: {@code plan} and what it may use, {@code program} for sources,
 * {@code tuning} for variants. May be used by: {@code backend.opencl}.
 *
 * <p>Threads: printing keeps nothing; all public types are immutable and safe for use by several
 * threads.
 */
package org.gradcl.backend.opencl.launch;
