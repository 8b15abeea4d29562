package org.gradcl.backend.opencl.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.graph.Phase;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Place;
import org.gradcl.plan.Region;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;

/** What is spliced into every body of a product: operands, epilogue, sums of rows. */
final class ProductSplice {
  private ProductSplice() {}

  /** The kernel, and its file, over whatever body. */
  static String kernel(MatmulLaunch launch) {
    return launch.phase() == Phase.FORWARD ? "forward" : "backward";
  }

  /** Whether columns that follow each other are at one distance in all that the epilogue meets. */
  static boolean hasVectors(MatmulLaunch launch) {
    Stream<Source> read = launch.operands().stream().map(Operand::source);
    Stream<Source> written =
        launch.stores().stream().map(store -> new Source.Memory(store.place()));
    return Stream.concat(read, written).allMatch(Source::hasVectors);
  }

  /** Stores what the epilogue makes of each element, and the sums of rows. */
  static void epilogue(MatmulLaunch launch, CheckPrinter checks, Splice splice, Macros macros) {
    splice.operands(launch.operands());
    splice.element(MatmulLaunch.PRODUCT, "value_product", "product");
    TapePrinter printer = splice.print(launch.epilogue(), "t");
    List<String> element = splice.compute(launch.epilogue(), printer);
    element.addAll(splice.store(launch.stores(), printer, false, checks));
    launch
        .rowSums()
        .ifPresent(place -> rowSums(place, launch.rowSumsMode(), checks, splice, macros));
    splice.checks(checks);
    macros.define("ELEMENT", "(T, product, row, column)", Splice.block(element));
    splice.define(macros);
  }

  private static void rowSums(
      Place place, Store.Mode mode, CheckPrinter checks, Splice splice, Macros macros) {
    splice.memory("__global float *", "row_sums", KernelBuffer.of(place.region()));
    splice.number("row_sums_offset", place.base());
    List<String> statements = new ArrayList<>();
    String before = mode == Store.Mode.ADD ? "row_sums[row_sums_offset + (row)] + " : "";
    statements.add("const float total = " + before + "(sum);");
    statements.add("row_sums[row_sums_offset + (row)] = total;");
    if (place.region() == Region.GRADIENT) {
      statements.addAll(checks.of("total", "float", place));
    }
    macros.define("ROW_SUM", "(row, sum)", Splice.block(statements));
  }

  /** Leaves each part's elements, and its sums of rows, as {@code product_fold.cl} wants them. */
  static void partial(MatmulLaunch launch, Splice splice, Macros macros) {
    int elements = Math.multiplyExact(Math.multiplyExact(launch.batch(), launch.m()), launch.n());
    splice.memory("__global float *", "partial", KernelBuffer.PACKED);
    splice.number("partial_columns", launch.n());
    splice.number("partial_elements", elements);
    if (launch.rowSums().isPresent()) {
      splice.number("partial_rows", launch.m());
      splice.once(
          "__global float *partial_sums = partial + (size_t)get_num_groups(1) * partial_elements"
              + " + get_group_id(1) * partial_rows;");
      macros.define("ROW_SUM", "(row, sum)", "partial_sums[row] = sum;");
    }
    splice.once("partial += get_group_id(1) * (size_t)partial_elements;");
    macros.define(
        "ELEMENT",
        "(T, product, row, column)",
        "STORE_##T(product, partial + (row) * partial_columns + (column));");
    splice.define(macros);
  }
}
