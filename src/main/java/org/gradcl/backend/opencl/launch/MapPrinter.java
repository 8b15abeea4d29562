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
import org.gradcl.plan.MapLaunch;

/** Prints maps: {@code map.cl}, and {@code loss.cl} and {@code loss_gradient.cl} over map.clh. */
final class MapPrinter {
  private MapPrinter() {}

  static List<KernelLaunch> print(MapLaunch launch, LaunchContext context) {
    KernelVariant variant = variant(launch, context);
    long elements = (long) launch.rows() * launch.columns();
    int groups = GroupCount.of(elements, variant, context.device().computeUnits());
    return print(launch, context, variant, groups, chunk(elements, groups));
  }

  /** The map as a launch of a chain, whose work-groups each have so many rows. */
  static ChainPart chained(MapLaunch launch, LaunchContext context, int rows) {
    KernelVariant variant = variant(launch, context);
    int groups = (launch.rows() + rows - 1) / rows;
    int chunk = Math.multiplyExact(rows, launch.columns());
    KernelLaunch kernel = print(launch, context, variant, groups, chunk).get(0);
    return new ChainPart(kernel, variant.macro("VECTOR_WIDTH"), 0);
  }

  private static KernelVariant variant(MapLaunch launch, LaunchContext context) {
    KernelVariant ofDomain =
        context.variant(KernelFamily.MAP, Extents.of(launch.rows(), launch.columns()));
    return launch.hasVectors() ? ofDomain : ofDomain.withoutVectors();
  }

  private static List<KernelLaunch> print(
      MapLaunch launch, LaunchContext context, KernelVariant variant, int groups, int chunk) {
    CheckPrinter checks = context.checks(launch.checked());
    Splice splice = new Splice(launch);
    splice.operands(launch.operands());
    TapePrinter printer = splice.print(launch.tape(), "t");
    List<String> element = splice.compute(launch.tape(), printer);
    element.addAll(splice.store(launch.stores(), printer, false, checks));
    SumPrinter sums = new SumPrinter(launch, launch.sums());
    element.addAll(splice.sums(sums, printer));
    splice.checks(checks);
    Macros macros = LaunchContext.macros(variant);
    macros.define("ELEMENT", "(T, row, column)", Splice.block(element));
    splice.define(macros);
    long elements = (long) launch.rows() * launch.columns();
    boolean flat = launch.isFlat();
    String name = LaunchContext.kernel(launch, "map", macros);
    return sums.withFold(
        new KernelLaunch(
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
            sums.packedElements(groups),
            Rounds.ofElements(chunk, flat ? 1 : chunk / launch.columns() + 2, variant)),
        context);
  }
}
