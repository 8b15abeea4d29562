package org.gradcl.backend.opencl.launch;

import static org.gradcl.backend.opencl.launch.LaunchContext.chunk;
import static org.gradcl.backend.opencl.launch.LaunchContext.number;

import java.util.List;
import java.util.stream.Stream;
import org.gradcl.backend.opencl.program.KernelFiles;
import org.gradcl.backend.opencl.program.LaunchShape;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.backend.opencl.tuning.Extents;
import org.gradcl.backend.opencl.tuning.GroupCount;
import org.gradcl.backend.opencl.tuning.KernelFamily;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.plan.Operand;
import org.gradcl.plan.RowLaunch;
import org.gradcl.plan.Source;

/** Prints row programs: {@code row.cl}, and the losses over row.clh. */
final class RowPrinter {
  private RowPrinter() {}

  static List<KernelLaunch> print(RowLaunch launch, LaunchContext context) {
    KernelVariant variant = variant(launch, context);
    CheckPrinter checks = context.checks(launch.checked());
    Splice splice = new Splice(launch);
    Macros macros = LaunchContext.macros(variant);
    splice.operands(launch.operands());
    reductions(launch, splice, macros);
    TapePrinter elements = splice.print(launch.elements(), "e");
    List<String> element = splice.compute(launch.elements(), elements);
    element.addAll(splice.store(launch.stores(), elements, false, checks));
    macros.define("ELEMENT", "(T, row, column)", Splice.block(element));
    TapePrinter perRow = splice.print(launch.rowTape(), "w");
    List<String> row = splice.compute(launch.rowTape(), perRow);
    row.addAll(splice.store(launch.rowStores(), perRow, true, checks));
    SumPrinter sums = new SumPrinter(launch, launch.sums());
    row.addAll(splice.sums(sums, perRow));
    splice.checks(checks);
    macros.define("ROW_OF", "(T, row)", Splice.block(row));
    macros.define("ROW", "(row)", "ROW_OF(float, row)");
    splice.define(macros);
    int groups =
        GroupCount.ofRows(
            launch.rows(), launch.columns(), variant, context.device().computeUnits());
    int chunk = chunk(launch.rows(), groups);
    String name = LaunchContext.kernel(launch, "row", macros);
    return sums.withFold(
        new KernelLaunch(
            launch,
            KernelFiles.load(name + ".cl", macros),
            name,
            variant.describe(),
            LaunchContext.arguments(
                splice, number(launch.rows()), number(launch.columns()), number(chunk)),
            LaunchShape.of(groups, variant.localSize()),
            sums.packedElements(groups),
            Rounds.ofRows(chunk, launch.reductions().size() + 1, launch.columns(), variant)),
        context);
  }

  /** A vector never reads beyond the innermost of several axes that count the columns. */
  private static KernelVariant variant(RowLaunch launch, LaunchContext context) {
    KernelVariant variant =
        context.variant(KernelFamily.ROW, Extents.of(launch.rows(), launch.columns()));
    Stream<Source> read = launch.operands().stream().map(Operand::source);
    Stream<Source> written = launch.writes().stream().map(Source.Memory::new);
    boolean oneAxis = Stream.concat(read, written).allMatch(Source::hasVectors);
    return oneAxis ? variant : variant.withoutVectors();
  }

  private static void reductions(RowLaunch launch, Splice splice, Macros macros) {
    StringBuilder program = new StringBuilder();
    for (int i = 0; i < launch.reductions().size(); i++) {
      RowLaunch.LoweredReduction reduction = launch.reductions().get(i);
      String name = "r" + i;
      String operation = reduction.combine().name();
      TapePrinter printer = splice.print(reduction.element(), name + "_");
      List<String> term = splice.compute(reduction.element(), printer);
      String result = name + "_##T";
      term.add("const T term = " + printer.output(0) + ";");
      term.add(result + " = COMBINE_" + operation + "(" + result + ", term);");
      macros.define("TERM_" + i, "(T, row, column)", Splice.block(term));
      program.append("REDUCE_ROW(" + operation + ", " + name + ", TERM_" + i + ")\n");
      splice.rowVariable(name);
    }
    macros.define("ROW_PROGRAM", program.toString());
  }
}
