package org.gradcl.backend.opencl.launch;

import static org.gradcl.backend.opencl.launch.LaunchContext.chunk;
import static org.gradcl.backend.opencl.launch.LaunchContext.memory;
import static org.gradcl.backend.opencl.launch.LaunchContext.number;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.backend.opencl.program.KernelFiles;
import org.gradcl.backend.opencl.program.KernelSource;
import org.gradcl.backend.opencl.program.LaunchShape;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.backend.opencl.tuning.Extents;
import org.gradcl.backend.opencl.tuning.GroupCount;
import org.gradcl.backend.opencl.tuning.KernelFamily;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.plan.Place;
import org.gradcl.plan.Region;
import org.gradcl.plan.ScatterLaunch;
import org.gradcl.plan.Store;

/** Prints sums in the rows of a table: the two kernels of {@code scatter.cl}. */
final class ScatterPrinter {
  private final ScatterLaunch launch;
  private final KernelVariant variant;
  private final Splice splice;
  private final KernelSource source;

  private ScatterPrinter(ScatterLaunch launch, LaunchContext context) {
    this.launch = launch;
    this.variant = context.variant(KernelFamily.MAP, Extents.of(launch.rows(), launch.columns()));
    CheckPrinter checks = context.checks(launch.checked());
    this.splice = new Splice(launch);
    input("x", launch.values());
    splice.memory("__global const int *", "sorted", KernelBuffer.PACKED);
    List<String> store = new ArrayList<>();
    for (int i = 0; i < launch.stores().size(); i++) {
      Place place = launch.stores().get(i).place();
      String pointer = "y_" + i;
      splice.memory("__global float *", pointer, KernelBuffer.of(place.region()));
      splice.number(pointer + "_offset", place.base());
      String at = pointer + " + " + pointer + "_offset + (row) * columns + (column)";
      boolean adds = launch.stores().get(i).mode() == Store.Mode.ADD;
      String total = "total_" + i;
      store.add("const T " + total + " = " + (adds ? "LOAD_##T(" + at + ") + " : "") + "(sum);");
      store.add("STORE_##T(" + total + ", " + at + ");");
      if (place.region() == Region.GRADIENT) {
        store.addAll(checks.of(total, "T", place));
      }
    }
    splice.checks(checks);
    Macros macros = LaunchContext.macros(variant);
    macros.define("STORE_SUM", "(T, sum, row, column)", Splice.block(store));
    splice.define(macros);
    this.source = KernelFiles.load("scatter.cl", macros);
  }

  private void input(String pointer, Place place) {
    splice.memory("__global const float *", pointer, KernelBuffer.of(place.region()));
    splice.number(pointer + "_offset", place.base());
    splice.once(pointer + " += " + pointer + "_offset;");
  }

  static List<KernelLaunch> print(ScatterLaunch launch, LaunchContext context) {
    ScatterPrinter printer = new ScatterPrinter(launch, context);
    return List.of(printer.sort(), printer.addUp(context.device().computeUnits()));
  }

  private KernelLaunch sort() {
    return new KernelLaunch(
        launch,
        source,
        "sort_indices",
        variant.describe(),
        List.of(
            number(launch.count()),
            number(launch.rows()),
            memory(KernelBuffer.of(launch.index().region())),
            number(launch.index().base()),
            memory(KernelBuffer.PACKED)),
        LaunchShape.of(1, variant.localSize()),
        (long) launch.rows() + launch.count(),
        Rounds.ofSort(launch.count(), launch.rows(), variant));
  }

  private KernelLaunch addUp(int computeUnits) {
    long elements = (long) launch.rows() * launch.columns();
    int groups = GroupCount.of(elements, variant, computeUnits);
    int chunk = chunk(elements, groups);
    return new KernelLaunch(
        launch,
        source,
        "add_segments",
        variant.describe(),
        LaunchContext.arguments(
            splice, number(launch.rows()), number(launch.columns()), number(chunk)),
        LaunchShape.of(groups, variant.localSize()),
        0,
        Rounds.ofSegments(launch.count(), launch.columns(), chunk, variant));
  }
}
