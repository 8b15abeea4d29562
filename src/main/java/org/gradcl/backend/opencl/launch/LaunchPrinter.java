package org.gradcl.backend.opencl.launch;

import java.util.List;
import org.gradcl.plan.ClipLaunch;
import org.gradcl.plan.ColumnSumsLaunch;
import org.gradcl.plan.Launch;
import org.gradcl.plan.MapLaunch;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.RowLaunch;
import org.gradcl.plan.ScatterLaunch;
import org.gradcl.plan.UpdateLaunch;

/**
 * The printer of each kind of launch: most are one kernel.
 *
 * @param context what it must know of the plan, the device and the launches before
 */
record LaunchPrinter(LaunchContext context) implements Launch.Visitor<List<KernelLaunch>> {
  @Override
  public List<KernelLaunch> matmul(MatmulLaunch launch) {
    return MatmulPrinter.print(launch, context);
  }

  @Override
  public List<KernelLaunch> map(MapLaunch launch) {
    return MapPrinter.print(launch, context);
  }

  @Override
  public List<KernelLaunch> row(RowLaunch launch) {
    return RowPrinter.print(launch, context);
  }

  @Override
  public List<KernelLaunch> scatter(ScatterLaunch launch) {
    return ScatterPrinter.print(launch, context);
  }

  @Override
  public List<KernelLaunch> columnSums(ColumnSumsLaunch launch) {
    return ColumnSumsPrinter.print(launch, context);
  }

  @Override
  public List<KernelLaunch> clip(ClipLaunch launch) {
    return List.of(ClipPrinter.print(launch, context));
  }

  @Override
  public List<KernelLaunch> update(UpdateLaunch launch) {
    return UpdatePrinter.print(launch, context);
  }
}
