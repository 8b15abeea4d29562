package org.gradcl.backend.opencl.launch;

import java.util.ArrayList;
import java.util.List;

/**
 * Prints the checks that a launch leaves of the gradients it stores: for each work-group how many
 * are not finite, and Σ g² where they are clipped.
 *
 * @param enabled whether this launch is checked at all
 * @param squares whether gradients are clipped
 * @param firstWord the index of the first work-group's word
 */
record CheckPrinter(boolean enabled, boolean squares, int firstWord) {
  /** No checks. */
  static final CheckPrinter NONE = new CheckPrinter(false, false, 0);

  /** The names of the sums. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    if (enabled) {
      names.add("check");
      if (squares) {
        names.add("square");
      }
    }
    return names;
  }

  /** Adds the parameters of the sums. */
  void declare(Splice splice) {
    for (String name : names()) {
      splice.memory(
          "__global float *",
          name,
          name.equals("check") ? KernelBuffer.CHECKS : KernelBuffer.SQUARES);
      splice.number(name + "_first", firstWord);
      splice.once("const int " + name + "_at = " + name + "_first + GROUP_INDEX;");
    }
  }

  /** The statements that check a stored value of a type. */
  List<String> of(String value, String type) {
    String suffix = type.equals("T") ? "_##T" : "_" + type;
    List<String> statements = new ArrayList<>();
    if (enabled) {
      statements.add("check" + suffix + " += NOT_FINITE" + suffix + "(" + value + ");");
      if (squares) {
        statements.add("square" + suffix + " += " + value + " * " + value + ";");
      }
    }
    return statements;
  }
}
