package org.gradcl.backend.opencl;

import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.tuning.MatmulSetting;
import org.gradcl.plan.Target;
import org.gradcl.plan.Target.MachineClass;

/** What the compiler must know of an OpenCL device, by what the device says of itself. */
public final class OpenClTarget {
  /** Floats: 256 bytes, which every device's vector loads and memory transactions divide. */
  private static final int ALIGNMENT = 64;

  /** Partial sums of a loss: work-groups that sum a batch side by side. */
  private static final int PARTIALS_ON_CPU = 16;

  private static final int PARTIALS_ON_GPU = 64;

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
    MachineClass machine = setting.machine();
    boolean cpu = machine == MachineClass.OPENCL_CPU;
    return new Target(
        machine,
        ALIGNMENT,
        properties.vectorWidth(),
        properties.localMemory(),
        cpu ? PARTIALS_ON_CPU : PARTIALS_ON_GPU,
        RING_LENGTH,
        properties.largestBuffer(),
        properties.memory());
  }
}
