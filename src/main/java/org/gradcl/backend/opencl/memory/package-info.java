/**
 * The objects that a program owns on an OpenCL device: the context, its queues, buffers and events.
 * Each is counted when it is created and released, and reported with its place of allocation if it
 * is forgotten.
 *
 * <p>For: everything that enqueues. May use: {@code discovery}, {@code backend} and JOCL. May be
 * used by: {@code program} and {@code backend.opencl}.
 *
 * <p>Threads: what lies on a device, {@link OpenClContext}, {@link CommandQueue}, {@link
 * DeviceBuffer}, {@link PendingEvent} and every other {@link NativeObject}, is for one thread at a
 * time, and so are {@link HostBuffer} and {@link OperationCounters}. A {@code ResourceLedger} is
 * safe for use by several, since the garbage collector's thread reports leaks.
 */
package org.gradcl.backend.opencl.memory;
