package org.gradcl.backend.opencl.launch;

import static org.gradcl.backend.opencl.launch.LaunchContext.memory;
import static org.gradcl.backend.opencl.launch.LaunchContext.number;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.backend.opencl.program.KernelFiles;
import org.gradcl.backend.opencl.program.LaunchShape;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.backend.opencl.tuning.Extents;
import org.gradcl.backend.opencl.tuning.KernelFamily;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.backend.opencl.tuning.PackedBlocks;
import org.gradcl.graph.Phase;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Place;
import org.gradcl.plan.Region;
import org.gradcl.plan.Target.MachineClass;

/**
 * Prints matrix products: {@code forward.cl} and {@code backward.cl} over one of the two bodies.
 */
final class MatmulPrinter {
  private MatmulPrinter() {}

  static KernelLaunch print(MatmulLaunch launch, LaunchContext context) {
    boolean packed = context.target().machine() == MachineClass.OPENCL_CPU;
    KernelFamily family = packed ? KernelFamily.MATMUL_PACKED : KernelFamily.MATMUL;
    KernelVariant variant = context.variant(family, extents(launch));
    Splice splice = new Splice(launch);
    Macros macros = LaunchContext.macros(variant);
    macros.define("MATMUL_BODY", "\"" + family.word() + ".clh\"");
    macros.define("A_TRANSPOSED", launch.transposeA() ? 1 : 0);
    macros.define("B_TRANSPOSED", launch.transposeB() ? 1 : 0);
    splice(launch, context.checks(launch.checked()), splice, macros);
    boolean forward = launch.phase() == Phase.FORWARD;
    Work work = packed ? packed(launch, context, variant) : tiled(launch, variant);
    List<KernelArgument> arguments =
        new ArrayList<>(List.of(number(launch.m()), number(launch.n()), number(launch.k())));
    arguments.addAll(factor(launch.a(), launch.transposeA()));
    arguments.addAll(factor(launch.b(), launch.transposeB()));
    arguments.addAll(work.arguments());
    arguments.addAll(splice.arguments());
    return new KernelLaunch(
        launch,
        KernelFiles.load(forward ? "forward.cl" : "backward.cl", macros),
        forward ? "forward" : "backward",
        variant.describe() + work.description(),
        arguments,
        work.shape(),
        work.packedElements(),
        work.rounds());
  }

  /**
   * The division of a product into work-groups.
   *
   * @param arguments that only this body takes
   * @param description of the blocks, for people
   * @param packedElements floats of {@link KernelBuffer#PACKED}
   * @param rounds the most that all loops of one work-item make
   */
  private record Work(
      List<KernelArgument> arguments,
      LaunchShape shape,
      String description,
      long packedElements,
      long rounds) {
    Work {
      arguments = List.copyOf(arguments);
    }
  }

  private static Work packed(MatmulLaunch launch, LaunchContext context, KernelVariant variant) {
    Extents extents = extents(launch);
    PackedBlocks blocks =
        PackedBlocks.of(extents, launch.transposeA(), variant, context.device().computeUnits());
    LaunchShape shape =
        LaunchShape.of(blocks.groupColumns(), blocks.groupRows(), launch.batch(), 1);
    return new Work(
        List.of(memory(KernelBuffer.PACKED), number(blocks.rows()), number(blocks.columns())),
        shape,
        ", blocks of " + blocks.rows() + "x" + blocks.columns(),
        launch.transposeA() ? (long) shape.groups() * blocks.rows() * launch.k() : 0,
        Rounds.ofBlocks(
            extents, blocks, launch.transposeA(), launch.rowSums().isPresent(), variant));
  }

  private static Work tiled(MatmulLaunch launch, KernelVariant variant) {
    long groups =
        (long) launch.batch()
            * ceilDivide(launch.m(), variant.macro("TILE_M"))
            * ceilDivide(launch.n(), variant.macro("TILE_N"));
    return new Work(
        List.of(),
        LaunchShape.of(groups, variant.localSize()),
        "",
        0,
        Rounds.ofTiles(extents(launch), variant));
  }

  private static Extents extents(MatmulLaunch launch) {
    return new Extents(launch.m(), launch.n(), launch.k());
  }

  private static List<KernelArgument> factor(Place place, boolean transposed) {
    return List.of(
        memory(KernelBuffer.of(place.region())),
        number(place.base()),
        number(place.stride(transposed ? 2 : 1)),
        number(place.extent(0) > 1 ? place.stride(0) : 0));
  }

  private static void splice(
      MatmulLaunch launch, CheckPrinter checks, Splice splice, Macros macros) {
    splice.operands(launch.operands());
    splice.element(MatmulLaunch.PRODUCT, "value_product", "product");
    TapePrinter printer = splice.print(launch.epilogue(), "t");
    List<String> element = splice.compute(launch.epilogue(), printer);
    element.addAll(splice.store(launch.stores(), printer, false, checks));
    launch.rowSums().ifPresent(place -> rowSums(place, checks, splice, macros));
    splice.checks(checks);
    macros.define("ELEMENT", "(T, product, row, column)", Splice.block(element));
    splice.define(macros);
  }

  private static void rowSums(Place place, CheckPrinter checks, Splice splice, Macros macros) {
    splice.memory("__global float *", "row_sums", KernelBuffer.of(place.region()));
    splice.number("row_sums_offset", place.base());
    List<String> statements = new ArrayList<>();
    statements.add("row_sums[row_sums_offset + (row)] = sum;");
    if (place.region() == Region.GRADIENT) {
      statements.addAll(checks.of("(sum)", "float"));
    }
    macros.define("ROW_SUM", "(row, sum)", Splice.block(statements));
  }

  private static int ceilDivide(int a, int b) {
    return (a + b - 1) / b;
  }
}
