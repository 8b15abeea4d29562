package org.gradcl.backend.opencl.launch;

import org.gradcl.plan.ClipLaunch;
import org.gradcl.plan.ColumnSumsLaunch;
import org.gradcl.plan.Launch;
import org.gradcl.plan.MapLaunch;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.RowLaunch;
import org.gradcl.plan.UpdateLaunch;

/**
 * The printer of each kind of launch.
 *
 * @param context what it must know of the plan, the device and the launches before
 */
record LaunchPrinter(LaunchContext context) implements Launch.Visitor<KernelLaunch> {
  @Override
  public KernelLaunch matmul(MatmulLaunch launch) {
    return MatmulPrinter.print(launch, context);
  }

  @Override
  public KernelLaunch map(MapLaunch launch) {
    return MapPrinter.print(launch, context);
  }

  @Override
  public KernelLaunch row(RowLaunch launch) {
    return RowPrinter.print(launch, context);
  }

  @Override
  public KernelLaunch columnSums(ColumnSumsLaunch launch) {
    return ReducePrinter.print(launch, context);
  }

  @Override
  public KernelLaunch clip(ClipLaunch launch) {
    return ReducePrinter.print(launch, context);
  }

  @Override
  public KernelLaunch update(UpdateLaunch launch) {
    return UpdatePrinter.print(launch, context);
  }
}
