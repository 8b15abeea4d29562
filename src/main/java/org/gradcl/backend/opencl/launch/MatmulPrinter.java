package org.gradcl.backend.opencl.launch;

import java.util.List;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Target.MachineClass;

/**
 * Prints matrix products: {@code forward.cl} and {@code backward.cl} over the bodies of {@link
 * CpuProductPrinter} on CPU devices, over those of {@link GpuProductPrinter} on others.
 */
final class MatmulPrinter {
  private MatmulPrinter() {}

  static List<KernelLaunch> print(MatmulLaunch launch, LaunchContext context) {
    return context.target().machine() == MachineClass.OPENCL_CPU
        ? List.of(CpuProductPrinter.print(launch, context))
        : GpuProductPrinter.print(launch, context);
  }
}
