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
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Target.MachineClass;

/**
 * Prints matrix products: {@code forward.cl} and {@code backward.cl} over {@code matmul_packed.clh}
 * on CPU devices, over the bodies of {@link GpuProductPrinter} on others.
 */
final class MatmulPrinter {
  private MatmulPrinter() {}

  static List<KernelLaunch> print(MatmulLaunch launch, LaunchContext context) {
    return context.target().machine() == MachineClass.OPENCL_CPU
        ? List.of(packed(launch, context))
        : GpuProductPrinter.print(launch, context);
  }

  private static KernelLaunch packed(MatmulLaunch launch, LaunchContext context) {
    Extents extents = new Extents(launch.m(), launch.n(), launch.k());
    KernelVariant variant = context.variant(KernelFamily.MATMUL_PACKED, extents);
    Splice splice = new Splice(launch);
    Macros macros = LaunchContext.macros(variant);
    macros.define("MATMUL_BODY", "\"" + variant.family().word() + ".clh\"");
    OperandPrinter a = new OperandPrinter("a", launch.a(), AxisText.ANY);
    OperandPrinter b = new OperandPrinter("b", launch.b(), AxisText.ANY);
    a.define(macros, splice);
    b.define(macros, splice);
    a.defineRuns(macros);
    b.defineRuns(macros);
    macros.define("ELEMENTS_APART", ProductSplice.hasVectors(launch) ? 0 : 1);
    boolean packsA = launch.transposeA();
    ProductSplice.epilogue(launch, context.checks(launch.checked()), splice, macros);
    PackedBlocks blocks =
        PackedBlocks.of(extents, packsA, variant, context.device().computeUnits());
    int turnRows = blocks.turnRows(launch.k(), variant);
    boolean byLines = PackedBlocks.byLines(extents, areMatricesNt(launch), variant);
    int groupFloats = blocks.floats(launch.k(), packsA || !launch.a().isMatrix(), byLines, variant);
    LaunchShape shape =
        LaunchShape.of(blocks.groupColumns(), blocks.groupRows(), launch.batch(), 1);
    List<KernelArgument> arguments =
        new ArrayList<>(List.of(number(launch.m()), number(launch.n()), number(launch.k())));
    arguments.addAll(a.arguments());
    arguments.addAll(b.arguments());
    arguments.add(memory(KernelBuffer.PACKED));
    arguments.add(number(groupFloats));
    arguments.add(number(blocks.rows()));
    arguments.add(number(blocks.columns()));
    arguments.add(number(turnRows));
    arguments.add(number(byLines ? 1 : 0));
    arguments.addAll(splice.arguments());
    String kernel = ProductSplice.kernel(launch);
    return new KernelLaunch(
        launch,
        KernelFiles.load(kernel + ".cl", macros),
        kernel,
        variant.describe() + ", blocks of " + blocks.rows() + "x" + blocks.columns(),
        arguments,
        shape,
        (long) shape.groups() * groupFloats,
        Rounds.ofBlocks(launch, blocks, variant));
  }

  private static boolean areMatricesNt(MatmulLaunch launch) {
    return launch.a().isMatrix()
        && launch.b().isMatrix()
        && !launch.transposeA()
        && launch.transposeB()
        && launch.rowSums().isEmpty();
  }
}
