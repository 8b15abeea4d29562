package org.gradcl.backend.opencl.launch;

import static org.gradcl.backend.opencl.launch.LaunchContext.number;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.backend.opencl.program.KernelFiles;
import org.gradcl.backend.opencl.program.LaunchShape;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.backend.opencl.tuning.Extents;
import org.gradcl.backend.opencl.tuning.KernelFamily;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.backend.opencl.tuning.RowCut;
import org.gradcl.plan.RowLaunch;
import org.gradcl.plan.Store;

/**
 * Prints row programs: {@code row.cl} or, where rows are neighbours, {@code row_across.cl}, and the
 * losses over the same bodies. One kernel, or where the columns are cut into parts one for each
 * pass of reductions and a last one, which adds up what they leave.
 */
final class RowPrinter {
  private final RowLaunch launch;
  private final LaunchContext context;
  private final boolean across;
  private final int run;
  private final KernelVariant variant;
  private final RowCut cut;

  private RowPrinter(RowLaunch launch, LaunchContext context) {
    this.launch = launch;
    this.context = context;
    this.across = launch.isAcross();
    this.run = across ? RowRuns.across(launch) : RowRuns.along(launch);
    this.variant = variant();
    this.cut = cut();
  }

  static List<KernelLaunch> print(RowLaunch launch, LaunchContext context) {
    RowPrinter printer = new RowPrinter(launch, context);
    int last = printer.cut.isCut() ? launch.passes().size() : 0;
    List<KernelLaunch> kernels = new ArrayList<>();
    for (int pass = 0; pass < last; pass++) {
      kernels.add(printer.pass(pass));
    }
    kernels.addAll(printer.last());
    return kernels;
  }

  /** A vector never reads beyond the end of a run. */
  private KernelVariant variant() {
    KernelVariant found =
        context.variant(KernelFamily.ROW, Extents.of(launch.rows(), launch.columns()));
    boolean whole = across ? run >= found.macro("VECTOR_WIDTH") : run == RowRuns.ANY;
    boolean fits = !across && run % found.macro("VECTOR_WIDTH") == 0;
    return whole || fits ? found : found.withoutVectors();
  }

  /**
   * Outside of training a row's sums are taken in the same order whatever the number of rows, so
   * columns stay whole.
   */
  private RowCut cut() {
    int rows = launch.rows();
    int columns = launch.columns();
    int units = context.device().computeUnits();
    boolean mayCut =
        context.plan().trains() && launch.sums().isEmpty() && !launch.reductions().isEmpty();
    if (!across) {
      return mayCut
          ? RowCut.alongParts(rows, columns, variant, units)
          : RowCut.along(rows, columns, variant, units);
    }
    RowCut found =
        mayCut
            ? RowCut.acrossParts(rows, columns, variant, units)
            : RowCut.across(rows, columns, variant, units);
    long rounds = rounds(found);
    while (rounds > context.device().mostLoopRounds() && found.groups() < rows) {
      found = found.withGroups(rows, 2 * found.groups());
      rounds = rounds(found);
    }
    return found;
  }

  private long rounds(RowCut some) {
    int passes = launch.passes().size() + 1;
    return across
        ? Rounds.ofRowsAcross(some, run, passes, variant)
        : Rounds.ofRows(some.chunk(), passes, some.partColumns(), variant)
            + (long) some.chunk() * some.parts() * launch.reductions().size();
  }

  /** The kernel of one pass, which leaves its reductions in parts. */
  private KernelLaunch pass(int pass) {
    Splice splice = new Splice(launch);
    RowText text = new RowText(launch, across, splice);
    for (int earlier = 0; earlier < pass; earlier++) {
      text.fold(earlier);
    }
    text.reduce(pass);
    text.leave(pass);
    splice.memory("__global float *", "partial", KernelBuffer.PACKED);
    Macros macros = LaunchContext.macros(variant);
    text.define(macros);
    macros.define("ELEMENT", "(T, row, column)", "");
    macros.define("ROW", across ? "(T, row)" : "(row)", "");
    splice.define(macros);
    return kernel(body(), macros, splice, 0, cut.partGroups());
  }

  /** The kernel that stores, and another one for sums over the batch. */
  private List<KernelLaunch> last() {
    CheckPrinter checks = context.checks(launch.checked());
    Splice splice = new Splice(launch);
    RowText text = new RowText(launch, across, splice);
    for (int pass = 0; pass < launch.passes().size(); pass++) {
      if (cut.isCut()) {
        text.fold(pass);
      } else {
        text.reduce(pass);
      }
    }
    TapePrinter elements = splice.print(launch.elements(), "e");
    List<String> element = splice.compute(launch.elements(), elements);
    element.addAll(splice.store(turned(launch.stores()), elements, false, checks));
    TapePrinter perRow = splice.print(launch.rowTape(), "w");
    List<String> row = splice.compute(launch.rowTape(), perRow);
    row.addAll(splice.store(turned(launch.rowStores()), perRow, !across, checks));
    SumPrinter sums = new SumPrinter(launch, launch.sums());
    row.addAll(splice.sums(sums, perRow));
    splice.checks(checks);
    if (cut.isCut()) {
      splice.memory("__global float *", "partial", KernelBuffer.PACKED);
    }
    Macros macros = LaunchContext.macros(variant);
    text.define(macros);
    macros.define("ELEMENT", "(T, row, column)", Splice.block(element));
    macros.define("ROW_OF", across ? "(T, row, column)" : "(T, row)", Splice.block(row));
    macros.define(
        "ROW",
        across ? "(T, column)" : "(row)",
        across ? "ROW_OF(T, 0, column)" : "ROW_OF(float, row)");
    splice.define(macros);
    String name = LaunchContext.kernel(launch, body(), macros);
    int groups = launch.stores().isEmpty() ? 1 : cut.partGroups();
    return sums.withFold(
        kernel(name, macros, splice, sums.packedElements(cut.groups() * groups), groups), context);
  }

  private List<Store> turned(List<Store> stores) {
    return across ? stores.stream().map(Store::turned).toList() : stores;
  }

  private String body() {
    return across ? "row_across" : "row";
  }

  private KernelLaunch kernel(
      String name, Macros macros, Splice splice, long packed, int partGroups) {
    List<KernelArgument> extents = new ArrayList<>();
    extents.add(number(launch.rows()));
    extents.add(number(launch.columns()));
    extents.add(number(cut.chunk()));
    if (across) {
      extents.add(number(Math.min(run, launch.rows())));
    }
    extents.add(number(cut.partColumns()));
    extents.add(number(cut.parts()));
    long partial =
        cut.isCut() ? (long) launch.reductions().size() * cut.parts() * launch.rows() : 0;
    return new KernelLaunch(
        launch,
        KernelFiles.load(name + ".cl", macros),
        name,
        variant.describe(),
        LaunchContext.arguments(splice, extents.toArray(KernelArgument[]::new)),
        LaunchShape.of(cut.groups(), partGroups, 1, variant.localSize()),
        Math.max(packed, partial),
        rounds(cut));
  }
}
