package org.gradcl.backend.opencl.launch;

import static org.gradcl.backend.opencl.launch.LaunchContext.memory;
import static org.gradcl.backend.opencl.launch.LaunchContext.number;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradcl.backend.opencl.program.KernelFiles;
import org.gradcl.backend.opencl.program.LaunchShape;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.backend.opencl.tuning.Extents;
import org.gradcl.backend.opencl.tuning.KernelFamily;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.backend.opencl.tuning.PackedBlocks;
import org.gradcl.backend.opencl.tuning.StreamedBlocks;
import org.gradcl.plan.MatmulLaunch;

/**
 * Prints matrix products for CPU devices: over {@code matmul_streamed.clh} where a few rows meet a
 * large matrix, else over {@code matmul_packed.clh}. Both take sums in the same order.
 */
final class CpuProductPrinter {
  private final MatmulLaunch launch;
  private final Extents extents;
  private final KernelVariant variant;
  private final int units;
  private final Splice splice;
  private final Macros macros;
  private final OperandPrinter a;
  private final OperandPrinter b;

  private CpuProductPrinter(MatmulLaunch launch, KernelVariant variant, LaunchContext context) {
    this.launch = launch;
    this.extents = extents(launch);
    this.variant = variant;
    this.units = context.device().computeUnits();
    this.splice = new Splice(launch);
    this.macros = LaunchContext.macros(variant);
    this.a = new OperandPrinter("a", launch.a(), AxisText.ANY);
    this.b = new OperandPrinter("b", launch.b(), AxisText.ANY);
    macros.define("MATMUL_BODY", "\"" + variant.family().word() + ".clh\"");
    a.define(macros, splice);
    b.define(macros, splice);
    macros.define("ELEMENTS_APART", ProductSplice.hasVectors(launch) ? 0 : 1);
    ProductSplice.epilogue(launch, context.checks(launch.checked()), splice, macros);
  }

  static KernelLaunch print(MatmulLaunch launch, LaunchContext context) {
    KernelVariant streamed = context.variant(KernelFamily.MATMUL_STREAMED, extents(launch));
    if (isStreamed(launch, streamed, context)) {
      return new CpuProductPrinter(launch, streamed, context).streamed();
    }
    KernelVariant packed = context.variant(KernelFamily.MATMUL_PACKED, extents(launch));
    PackedBlocks blocks =
        PackedBlocks.of(
            extents(launch), launch.transposeA(), packed, context.device().computeUnits());
    return new CpuProductPrinter(launch, packed, context).packed(blocks);
  }

  /**
   * The product as a launch of a chain, whose work-groups each have all columns of some rows; empty
   * where few rows meet a large matrix, which is better read by all work-groups together.
   */
  static Optional<ChainPart> chained(MatmulLaunch launch, LaunchContext context) {
    Extents extents = extents(launch);
    KernelVariant streamed = context.variant(KernelFamily.MATMUL_STREAMED, extents);
    if (StreamedBlocks.hasLargeMatrix(extents) && isStreamed(launch, streamed, context)) {
      return Optional.empty();
    }
    KernelVariant variant = context.variant(KernelFamily.MATMUL_PACKED, extents);
    int units = context.device().computeUnits();
    KernelLaunch kernel =
        new CpuProductPrinter(launch, variant, context).packed(chainedBlocks(launch, context));
    Extents typical = context.typicalOf(launch);
    double cost =
        PackedBlocks.ofRows(typical, variant, units).time(typical, false, variant, units)
            - PackedBlocks.of(typical, false, variant, units).time(typical, false, variant, units);
    return Optional.of(new ChainPart(kernel, variant.macro("VECTOR_WIDTH"), cost));
  }

  /** The blocks of a product as a launch of a chain. */
  static PackedBlocks chainedBlocks(MatmulLaunch launch, LaunchContext context) {
    Extents extents = extents(launch);
    KernelVariant variant = context.variant(KernelFamily.MATMUL_PACKED, extents);
    return PackedBlocks.ofRows(extents, variant, context.device().computeUnits());
  }

  private static Extents extents(MatmulLaunch launch) {
    return new Extents(launch.m(), launch.n(), launch.k());
  }

  /** In training by the rows of a full batch, so that a partial one builds no program. */
  private static boolean isStreamed(
      MatmulLaunch launch, KernelVariant variant, LaunchContext context) {
    boolean matrices = launch.a().isMatrix() && launch.b().isMatrix();
    boolean sumsRowsAside = launch.rowSums().isPresent() && !launch.transposeA();
    return matrices
        && !sumsRowsAside
        && StreamedBlocks.suit(
            context.ofFullBatch(launch), launch.transposeA(), launch.transposeB(), variant);
  }

  private KernelLaunch streamed() {
    StreamedBlocks blocks =
        StreamedBlocks.of(extents, launch.transposeA(), launch.transposeB(), variant, units);
    int groupFloats = blocks.floats(launch.k(), launch.transposeA(), launch.transposeB(), variant);
    LaunchShape shape =
        LaunchShape.of(blocks.groupColumns(), blocks.groupRows(), launch.batch(), 1);
    List<KernelArgument> arguments =
        List.of(
            new KernelArgument.GroupFloats(groupFloats),
            number(blocks.rows()),
            number(blocks.columns()));
    String cut = ", blocks of " + blocks.rows() + "x" + blocks.columns();
    return kernel(cut, arguments, shape, groupFloats, Rounds.ofStreams(launch, blocks, variant));
  }

  private KernelLaunch packed(PackedBlocks blocks) {
    a.defineRuns(macros);
    b.defineRuns(macros);
    boolean packsA = launch.transposeA();
    int turnRows = blocks.turnRows(launch.k(), variant);
    boolean keepsB = blocks.keepsB(launch.k(), variant);
    int groupFloats = blocks.floats(launch.k(), packsA || !launch.a().isMatrix(), variant);
    LaunchShape shape =
        LaunchShape.of(blocks.groupColumns(), blocks.groupRows(), launch.batch(), 1);
    List<KernelArgument> arguments =
        List.of(
            new KernelArgument.GroupFloats(groupFloats),
            number(blocks.rows()),
            number(blocks.columns()),
            number(turnRows),
            number(keepsB ? 1 : 0));
    String cut = ", blocks of " + blocks.rows() + "x" + blocks.columns();
    return kernel(cut, arguments, shape, groupFloats, Rounds.ofBlocks(launch, blocks, variant));
  }

  private KernelLaunch kernel(
      String cut, List<KernelArgument> ofBlocks, LaunchShape shape, int groupFloats, long rounds) {
    List<KernelArgument> arguments =
        new ArrayList<>(List.of(number(launch.m()), number(launch.n()), number(launch.k())));
    arguments.addAll(a.arguments());
    arguments.addAll(b.arguments());
    arguments.add(memory(KernelBuffer.PACKED));
    arguments.addAll(ofBlocks);
    arguments.addAll(splice.arguments());
    String kernel = ProductSplice.kernel(launch);
    return new KernelLaunch(
        launch,
        KernelFiles.load(kernel + ".cl", macros),
        kernel,
        variant.describe() + cut,
        arguments,
        shape,
        (long) shape.groups() * groupFloats,
        rounds);
  }
}
