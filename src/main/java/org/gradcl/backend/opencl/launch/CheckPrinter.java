package org.gradcl.backend.opencl.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradcl.plan.Place;

/**
 * Prints the checks that a launch leaves of the gradients it stores: for each work-group how many
 * are not finite, and Σ g² where they are clipped.
 *
 * @param enabled whether this launch is checked at all
 * @param norm where the gradients lie that are clipped, if any are
 * @param firstWord the index of the first work-group's word
 */
record CheckPrinter(boolean enabled, Optional<Place> norm, int firstWord) {
  /** No checks. */
  static final CheckPrinter NONE = new CheckPrinter(false, Optional.empty(), 0);

  /** The names of the sums. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    if (enabled) {
      names.add("check");
      if (norm.isPresent()) {
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

  /** The statements that check a value of a type that is stored in a place. */
  List<String> of(String value, String type, Place place) {
    String suffix = type.equals("T") ? "_##T" : "_" + type;
    List<String> statements = new ArrayList<>();
    if (enabled) {
      statements.add("check" + suffix + " += NOT_FINITE" + suffix + "(" + value + ");");
      if (norm.isPresent() && norm.get().contains(place)) {
        statements.add("square" + suffix + " += " + value + " * " + value + ";");
      }
    }
    return statements;
  }
}
