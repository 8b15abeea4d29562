/**
 * What a program owns on an OpenCL device: the context, its queue, buffers and events, each counted
 * when created and released, and reported with its place of allocation if forgotten.
 *
 * <p>For: everything that enqueues. May use: {@code discovery}, {@code backend} and JOCL. May be
 * used by: {@code program} and {@code backend.opencl}.
 */
package org.gradcl.backend.opencl.memory;
