package org.gradcl.backend.opencl.tuning;

import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.device.DeviceDescription;
import org.gradcl.plan.Target.MachineClass;

/**
 * The choice of the product for a device, and with it of the variants of all kernels: {@code
 * matmul_packed} with vectors and few work-groups on CPU devices, {@code matmul} with many
 * work-items on others and on CPU devices whose driver ends long loops. The system property {@value
 * #PROPERTY} forces one, so that both can be run on every device.
 */
public final class MatmulSetting {
  /** The system property, set to {@code matmul} or {@code matmul_packed}. */
  public static final String PROPERTY = "gradcl.opencl.matmul";

  private MatmulSetting() {}

  /**
   * The class of machine that a device is treated as.
   *
   * @throws IllegalArgumentException if the property has another value
   */
  public static MachineClass machine(DeviceProperties device) {
    String forced = System.getProperty(PROPERTY);
    if (forced == null) {
      // Few work-items, each with much to do, are not for a driver that ends their loops.
      boolean fewItems = device.mostLoopRounds() == Long.MAX_VALUE;
      return device.type() == DeviceDescription.Type.CPU && fewItems
          ? MachineClass.OPENCL_CPU
          : MachineClass.GPU;
    }
    if (forced.equals(KernelFamily.MATMUL.word())) {
      return MachineClass.GPU;
    }
    if (forced.equals(KernelFamily.MATMUL_PACKED.word())) {
      return MachineClass.OPENCL_CPU;
    }
    throw new IllegalArgumentException(
        String.format(
            "The system property %s is '%s'; known are '%s' and '%s'",
            PROPERTY, forced, KernelFamily.MATMUL.word(), KernelFamily.MATMUL_PACKED.word()));
  }
}
