package org.gradcl.backend.opencl.launch;

import static org.gradcl.backend.opencl.launch.LaunchContext.chunk;
import static org.gradcl.backend.opencl.launch.LaunchContext.number;

import java.util.List;
import org.gradcl.backend.opencl.program.KernelFiles;
import org.gradcl.backend.opencl.program.LaunchShape;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.backend.opencl.tuning.Extents;
import org.gradcl.backend.opencl.tuning.GroupCount;
import org.gradcl.backend.opencl.tuning.KernelFamily;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.expr.Operator;
import org.gradcl.graph.Access;
import org.gradcl.plan.MapLaunch;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;
import org.gradcl.plan.View;

/** Prints maps: {@code map.cl}, and {@code loss.cl} and {@code loss_gradient.cl} over map.clh. */
final class MapPrinter {
  private MapPrinter() {}

  static KernelLaunch print(MapLaunch launch, LaunchContext context) {
    KernelVariant variant =
        context.variant(KernelFamily.MAP, Extents.of(launch.rows(), launch.columns()));
    CheckPrinter checks = context.checks(launch.checked());
    Splice splice = new Splice(launch.phase(), launch.beginsStep());
    splice.operands(launch.operands(), List.of(launch.tape()));
    TapePrinter printer = splice.print(launch.tape(), "t");
    List<String> element = splice.compute(launch.tape(), printer);
    element.addAll(splice.store(launch.stores(), printer, false, checks));
    int partials = context.target().partials();
    element.addAll(splice.sums(launch.sums(), printer, partials, context.target().ringLength()));
    splice.checks(checks);
    Macros macros = LaunchContext.macros(variant);
    macros.define("ELEMENT", "(T, row, column)", Splice.block(element));
    splice.define(macros);
    long elements = (long) launch.rows() * launch.columns();
    int groups =
        launch.sums().isEmpty()
            ? GroupCount.of(elements, variant, context.device().computeUnits())
            : partials;
    boolean flat = isFlat(launch);
    int chunk = chunk(elements, groups);
    String name = LaunchContext.kernel(launch, launch.beginsStep(), "map", macros);
    return new KernelLaunch(
        launch,
        KernelFiles.load(name + ".cl", macros),
        name,
        variant.describe(),
        LaunchContext.arguments(
            splice,
            number(flat ? 1 : launch.rows()),
            number(Math.toIntExact(flat ? elements : launch.columns())),
            number(chunk)),
        LaunchShape.of(groups, variant.localSize()),
        0,
        Rounds.ofElements(chunk, flat ? 1 : chunk / launch.columns() + 2, variant));
  }

  /**
   * Whether the domain may be visited as one long row: nothing depends on row or column but through
   * memory without gaps.
   */
  private static boolean isFlat(MapLaunch launch) {
    for (Operand operand : launch.operands()) {
      boolean full = operand.access() == Access.FULL;
      if (!full && operand.access() != Access.SCALAR) {
        return false;
      }
      if (full && hasGaps(((Source.Memory) operand.source()).view())) {
        return false;
      }
    }
    for (Store store : launch.stores()) {
      if (hasGaps(store.view())) {
        return false;
      }
    }
    return launch.tape().instructions().stream()
        .noneMatch(
            instruction ->
                instruction.operator() == Operator.COLUMN
                    || instruction.operator() == Operator.UNIFORM);
  }

  private static boolean hasGaps(View view) {
    return view.rows() > 1 && view.stride() != view.columns();
  }
}
