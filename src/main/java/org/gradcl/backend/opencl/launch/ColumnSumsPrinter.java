package org.gradcl.backend.opencl.launch;

import static org.gradcl.backend.opencl.launch.LaunchContext.memory;
import static org.gradcl.backend.opencl.launch.LaunchContext.number;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.backend.opencl.program.KernelFiles;
import org.gradcl.backend.opencl.program.KernelSource;
import org.gradcl.backend.opencl.program.LaunchShape;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.backend.opencl.tuning.ColumnCut;
import org.gradcl.backend.opencl.tuning.Extents;
import org.gradcl.backend.opencl.tuning.KernelFamily;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.plan.ColumnSumsLaunch;
import org.gradcl.plan.Place;
import org.gradcl.plan.Store;

/**
 * Prints column sums: {@code reduce.cl}, once, or twice where the rows are cut into parts, of which
 * the same kernel then adds up what it left the first time.
 */
final class ColumnSumsPrinter {
  private final ColumnSumsLaunch launch;
  private final KernelVariant variant;
  private final Splice splice;
  private final KernelSource source;

  private ColumnSumsPrinter(ColumnSumsLaunch launch, LaunchContext context) {
    this.launch = launch;
    Place input = launch.input();
    this.variant = context.variant(KernelFamily.MAP, Extents.of(input.extent(0), input.extent(1)));
    CheckPrinter checks = context.checks(launch.checked());
    this.splice = new Splice(launch);
    splice.memory("__global float *", "y", KernelBuffer.of(launch.store().region()));
    splice.number("y_offset", launch.store().base());
    splice.checks(checks);
    List<String> element = new ArrayList<>();
    String before = launch.mode() == Store.Mode.ADD ? "LOAD_##T(y + y_offset + (column)) + " : "";
    element.add("const T total = " + before + "(sum);");
    element.add("STORE_##T(total, y + y_offset + (column));");
    element.addAll(checks.of("total", "T", launch.store()));
    Macros macros = LaunchContext.macros(variant);
    macros.define("ELEMENT", "(T, sum, row, column)", Splice.block(element));
    splice.define(macros);
    this.source = KernelFiles.load("reduce.cl", macros);
  }

  static List<KernelLaunch> print(ColumnSumsLaunch launch, LaunchContext context) {
    ColumnSumsPrinter printer = new ColumnSumsPrinter(launch, context);
    Place input = launch.input();
    int columns = input.extent(1);
    int units = context.device().computeUnits();
    ColumnCut cut = ColumnCut.of(input.extent(0), columns, printer.variant, units);
    KernelLaunch first =
        printer.kernel(cut, KernelBuffer.of(input.region()), input.base(), input.stride(0));
    if (cut.parts() == 1) {
      return List.of(first);
    }
    ColumnCut whole = ColumnCut.ofWholeRows(cut.parts(), columns, printer.variant, units);
    return List.of(first, printer.kernel(whole, KernelBuffer.PACKED, 0, columns));
  }

  private KernelLaunch kernel(ColumnCut cut, KernelBuffer x, int offset, int stride) {
    return new KernelLaunch(
        launch,
        source,
        "column_sums",
        variant.describe(),
        LaunchContext.arguments(
            splice,
            number(cut.rows()),
            number(cut.columns()),
            number(cut.chunk()),
            number(cut.partRows()),
            number(cut.lanes()),
            memory(x),
            number(offset),
            number(stride),
            memory(KernelBuffer.PACKED)),
        LaunchShape.of(cut.groups(), cut.parts(), 1, variant.localSize()),
        cut.parts() > 1 ? (long) cut.parts() * cut.columns() : 0,
        Rounds.ofColumnSums(cut, variant));
  }
}
