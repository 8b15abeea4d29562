package org.gradcl.backend.opencl.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradcl.plan.WindowedPlace;
import org.gradcl.plan.WindowedPlace.Window;

/**
 * OpenCL C for what is read by windows, over the turned domain: {@code row} is a column of the
 * launch, {@code column} the first of the rows of a vector, which are read or left out together.
 * What of it does not change from column to column compilers calculate before the loop.
 */
final class WindowText {
  private WindowText() {}

  /** The condition under which an element is not left out by any of some places' windows. */
  static String inside(List<WindowedPlace> places) {
    List<String> conditions = new ArrayList<>();
    for (WindowedPlace place : places) {
      for (Window window : place.windows()) {
        conditions.add("(uint)(" + index(place, window) + ") < " + window.extent() + "u");
        if (window.divisor() > 1) {
          // A quotient is rounded towards zero, and so is no index of what is just below.
          conditions.add("(" + sum(place, window) + ") % " + window.divisor() + " == 0");
        }
      }
    }
    return conditions.isEmpty()
        ? "true"
        : conditions.stream().distinct().collect(Collectors.joining(" && "));
  }

  /** The expression that reads, where the element is not left out. */
  static String load(String pointer, WindowedPlace place) {
    List<String> terms = new ArrayList<>(List.of(pointer));
    terms.add(AxisText.offset("column", place.rows()));
    terms.add(AxisText.offset("row", place.columns()));
    for (Window window : place.windows()) {
      terms.add("(" + index(place, window) + ") * " + window.stride());
    }
    String at = joined(terms.stream());
    return place.runStride() == 1 ? "LOAD_##T(" + at + ")" : "(T)(*(" + at + "))";
  }

  private static String index(WindowedPlace place, Window window) {
    String sum = sum(place, window);
    return window.divisor() == 1 ? sum : "(" + sum + ") / " + window.divisor();
  }

  private static String sum(WindowedPlace place, Window window) {
    String rows = AxisText.sum("column", place.rows(), window.rowFactors());
    String columns = AxisText.sum("row", place.columns(), window.columnFactors());
    return joined(Stream.of(rows, columns, Integer.toString(window.start())));
  }

  private static String joined(Stream<String> terms) {
    return terms.filter(term -> !term.isEmpty()).collect(Collectors.joining(" + "));
  }
}
