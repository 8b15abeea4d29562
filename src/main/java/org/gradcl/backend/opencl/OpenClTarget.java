package org.gradcl.backend.opencl;

import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.tuning.MatmulSetting;
import org.gradcl.plan.Target;

/** What the compiler must know of an OpenCL device, by what the device says of itself. */
public final class OpenClTarget {
  /** Floats: 256 bytes, which every device's vector loads and memory transactions divide. */
  private static final int ALIGNMENT = 64;

  /** Steps that the ring of losses holds: the host looks at it every half of them. */
  private static final int RING_LENGTH = 64;

  private OpenClTarget() {}

  /**
   * The target of plans for a device.
   *
   * @throws IllegalArgumentException if {@link MatmulSetting#PROPERTY} has an unknown value
   */
  public static Target of(DeviceProperties properties) {
    return of(properties, MatmulSetting.of(properties));
  }

  /** The target of plans for a device that multiplies as a setting has it. */
  static Target of(DeviceProperties properties, MatmulSetting setting) {
    return new Target(
        setting.machine(),
        ALIGNMENT,
        properties.vectorWidth(),
        properties.localMemory(),
        RING_LENGTH,
        properties.largestBuffer(),
        properties.memory());
  }
}
