package org.gradcl.backend.opencl.launch;

import static org.gradcl.backend.opencl.launch.LaunchContext.chunk;
import static org.gradcl.backend.opencl.launch.LaunchContext.memory;
import static org.gradcl.backend.opencl.launch.LaunchContext.number;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.backend.opencl.program.KernelFiles;
import org.gradcl.backend.opencl.program.LaunchShape;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.backend.opencl.tuning.Extents;
import org.gradcl.backend.opencl.tuning.GroupCount;
import org.gradcl.backend.opencl.tuning.KernelFamily;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.plan.ClipLaunch;
import org.gradcl.plan.ColumnSumsLaunch;

/** Prints column sums and the clip: {@code reduce.cl}. */
final class ReducePrinter {
  private ReducePrinter() {}

  static KernelLaunch print(ColumnSumsLaunch launch, LaunchContext context) {
    int rows = launch.input().extent(0);
    int columns = launch.input().extent(1);
    KernelVariant variant = context.variant(KernelFamily.MAP, Extents.of(rows, columns));
    CheckPrinter checks = context.checks(launch.checked());
    Splice splice = new Splice(launch);
    splice.memory("__global float *", "y", KernelBuffer.of(launch.store().region()));
    splice.number("y_offset", launch.store().base());
    splice.checks(checks);
    List<String> element = new ArrayList<>();
    element.add("STORE_##T(sum, y + y_offset + (column));");
    element.addAll(checks.of("(sum)", "T"));
    Macros macros = LaunchContext.macros(variant);
    macros.define("ELEMENT", "(T, sum, row, column)", Splice.block(element));
    splice.define(macros);
    int groups =
        Math.min(
            columns,
            GroupCount.of((long) rows * columns, variant, context.device().computeUnits()));
    int chunk = chunk(columns, groups);
    return new KernelLaunch(
        launch,
        KernelFiles.load("reduce.cl", macros),
        "column_sums",
        variant.describe(),
        LaunchContext.arguments(
            splice,
            number(rows),
            number(columns),
            number(chunk),
            memory(KernelBuffer.of(launch.input().region())),
            number(launch.input().base()),
            number(launch.input().stride(0))),
        LaunchShape.of(groups, variant.localSize()),
        0,
        Rounds.ofColumnSums(rows, chunk, variant));
  }

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
            memory(KernelBuffer.RECORDS)),
        LaunchShape.of(1, variant.localSize()),
        0,
        Rounds.ofElements((long) context.checkWords() * variant.macro("VECTOR_WIDTH"), 1, variant));
  }
}
