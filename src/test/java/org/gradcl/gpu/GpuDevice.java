package org.gradcl.gpu;

import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.gpu.compiler.Architecture;
import org.gradcl.gpu.product.GpuFigures;

/**
 * A device that the static gate stands in for.
 *
 * @param properties what it says of itself through OpenCL
 * @param architecture what its kernels are compiled for
 * @param figures what the time model knows of it
 */
public record GpuDevice(
    DeviceProperties properties, Architecture architecture, GpuFigures figures) {
  /** The name by which it is sold. */
  public String name() {
    return properties.name();
  }

  @Override
  public String toString() {
    return name();
  }
}
