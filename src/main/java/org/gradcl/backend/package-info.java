/**
 * The seam between what is to be computed and who computes it: devices, the state that outlives a
 * step, loaded plans, and how a device is chosen. What programs see of it is in {@code device}.
 *
 * <p>For: everything that runs plans. May use: {@code plan}, {@code device} and what they may use.
 * May be used by: {@code train}, {@code cli} and the backends below this package, which are found
 * by {@code ServiceLoader} and named by nobody.
 *
 * <p>Threads: a {@link Device}, and with it each {@link State} and {@link Executable} on it, its
 * {@link Limits} and each {@link Limits.Loop}, is for one thread at a time; a {@link BatchBuffer}
 * that was acquired may be filled by another. A {@link BackendProvider} is asked by several. All
 * other types are immutable and safe for use by several threads.
 */
package org.gradcl.backend;
