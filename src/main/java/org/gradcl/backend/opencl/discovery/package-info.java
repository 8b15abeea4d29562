/**
 * Which OpenCL devices there are: loading the native library once and safely, scanning platforms
 * and devices without ever failing for one bad driver, and what is known of each device.
 *
 * <p>For: everything else of the OpenCL backend, which starts here. May use: {@code backend} and
 * JOCL. May be used by: {@code backend.opencl} and the packages below it.
 *
 * <p>Threads: all types are immutable or keep nothing but the verdict on the library, and are safe
 * for use by several threads.
 */
package org.gradcl.backend.opencl.discovery;
