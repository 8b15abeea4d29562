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
    macros.define("A_TRANSPOSED", launch.transposeA() ? 1 : 0);
    macros.define("B_TRANSPOSED", launch.transposeB() ? 1 : 0);
    ProductSplice.epilogue(launch, context.checks(launch.checked()), splice, macros);
    PackedBlocks blocks =
        PackedBlocks.of(extents, launch.transposeA(), variant, context.device().computeUnits());
    LaunchShape shape =
        LaunchShape.of(blocks.groupColumns(), blocks.groupRows(), launch.batch(), 1);
    List<KernelArgument> arguments =
        new ArrayList<>(List.of(number(launch.m()), number(launch.n()), number(launch.k())));
    arguments.addAll(ProductSplice.factor(launch.a()));
    arguments.addAll(ProductSplice.factor(launch.b()));
    arguments.add(memory(KernelBuffer.PACKED));
    arguments.add(number(blocks.rows()));
    arguments.add(number(blocks.columns()));
    arguments.addAll(splice.arguments());
    String kernel = ProductSplice.kernel(launch);
    return new KernelLaunch(
        launch,
        KernelFiles.load(kernel + ".cl", macros),
        kernel,
        variant.describe() + ", blocks of " + blocks.rows() + "x" + blocks.columns(),
        arguments,
        shape,
        launch.transposeA() ? (long) shape.groups() * blocks.rows() * launch.k() : 0,
        Rounds.ofBlocks(
            extents, blocks, launch.transposeA(), launch.rowSums().isPresent(), variant));
  }
}
