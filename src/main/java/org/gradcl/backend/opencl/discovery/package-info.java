/**
 * Finds OpenCL devices: loads the native library once and safely, scans platforms and devices, so
 * that one bad driver does not make it fail, and reads the properties of each device.
 *
 * <p>For: everything else of the OpenCL backend, which starts here. May use: {@code backend} and
 * JOCL. May be used by: {@code backend.opencl} and the packages below it.
 *
 * <p>Threads: all types are immutable or keep nothing but the verdict on the library, and are safe
 * for use by several threads.
 */
package org.gradcl.backend.opencl.discovery;
