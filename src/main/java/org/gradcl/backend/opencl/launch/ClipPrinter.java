package org.gradcl.backend.opencl.launch;

import static org.gradcl.backend.opencl.launch.LaunchContext.memory;
import static org.gradcl.backend.opencl.launch.LaunchContext.number;

import java.util.List;
import org.gradcl.backend.opencl.program.KernelFiles;
import org.gradcl.backend.opencl.program.LaunchShape;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.backend.opencl.tuning.Extents;
import org.gradcl.backend.opencl.tuning.KernelFamily;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.plan.ClipLaunch;

/** Prints the clip: {@code reduce.cl}. */
final class ClipPrinter {
  private ClipPrinter() {}

  static KernelLaunch print(ClipLaunch launch, LaunchContext context) {
    KernelVariant variant = context.variant(KernelFamily.MAP, Extents.of(1, context.checkWords()));
    Macros macros = LaunchContext.macros(variant);
    return new KernelLaunch(
        launch,
        KernelFiles.load("reduce.cl", macros),
        "clip",
        variant.describe(),
        List.of(
            number(context.checkWords()),
            memory(KernelBuffer.SQUARES),
            new KernelArgument.Real(launch.limit()),
            memory(KernelBuffer.CHECKS),
            memory(KernelBuffer.LOSSES),
            number(context.lossParts()),
            LaunchContext.lossShare(context.plan().part()),
            LaunchContext.addsLoss(context.plan().part()),
            memory(KernelBuffer.RECORDS),
            number(context.target().ringLength())),
        LaunchShape.of(1, variant.localSize()),
        0,
        Rounds.ofWords(2L * context.checkWords() + context.lossParts(), variant));
  }
}
