package org.gradcl.backend.opencl.discovery;

import org.gradcl.device.Reason;

/** Reasons why OpenCL, a platform or a device can't be used. */
public enum OpenClReason implements Reason {
  /** There is no OpenCL loader library. */
  NO_OPENCL_LIBRARY(
      "Install the device's driver and the loader: on Debian and Ubuntu the package"
          + " ocl-icd-libopencl1, and pocl-opencl-icd for the processor itself."),
  /** JOCL's own native library could not be loaded. */
  NATIVE_LIBRARY_FAILED(
      "Point -Djava.io.tmpdir to a folder that is writable and not mounted noexec, and use a system"
          + " that JOCL supports (Linux, macOS or Windows on x86-64, Linux or macOS on ARM64)."),
  /** The loader knows no platform: no driver is installed. */
  NO_PLATFORM(
      "Install the device's driver; on Linux it registers itself in /etc/OpenCL/vendors. In a"
          + " container with NVIDIA's driver, write the line libnvidia-opencl.so.1 to"
          + " /etc/OpenCL/vendors/nvidia.icd."),
  /** A platform without devices. */
  NO_DEVICE(
      "A driver without its hardware, its switch or its cache: Mesa's rusticl needs"
          + " RUSTICL_ENABLE=llvmpipe, PoCL a HOME or POCL_CACHE_DIR that it may write to."),
  /** The driver answered with an error. */
  DRIVER_ERROR("Update or reinstall the driver."),
  /** The device has no OpenCL C 1.2. */
  UNSUPPORTED_VERSION("Update the driver; OpenCL 1.2 or later is needed."),
  /** The device can't compile kernels. */
  NO_COMPILER("Install the full driver, with its compiler."),
  /** The device is too small for every variant of a kernel. */
  NO_KERNEL_VARIANT("Use another device; report this one."),
  /** A kernel did not compile. */
  BUILD_FAILED("Report the log; meanwhile use another device."),
  /** The device computes wrongly. */
  SELF_TEST_MISMATCH("Update the driver; do not trust results of this device.");

  private final String remedy;

  OpenClReason(String remedy) {
    this.remedy = remedy;
  }

  @Override
  public String remedy() {
    return remedy;
  }
}
