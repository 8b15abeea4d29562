/**
 * Numbers on the host: shapes, element types, named arrays, and how far numbers are from others.
 *
 * <p>For: passing values in and out of every other room. May use: nothing of GradCL. May be used
 * by: every room.
 *
 * <p>Threads: all types are immutable and safe for use by several threads, but a {@link
 * HostTensor}, which shares its array with whoever gave it.
 */
package org.gradcl.tensor;
