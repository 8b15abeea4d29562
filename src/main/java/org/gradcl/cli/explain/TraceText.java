package org.gradcl.cli.explain;

import java.io.PrintWriter;
import java.util.Locale;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StateLayout;
import org.gradcl.tensor.Shape;
import org.gradcl.train.report.Trace;

/**
 * A trace as text: each value with its formula, then a line for each of its numbers, as the device
 * computed it, in float64, and by numeric derivative.
 */
public final class TraceText {
  private static final String GRADIENT = StateLayout.gradientName("");

  private TraceText() {}

  /** Prints the values in the order in which they flow through a step. */
  public static void print(PrintWriter out, Trace trace) {
    Phase phase = null;
    for (Trace.Entry entry : trace.entries()) {
      if (entry.phase() != phase) {
        phase = entry.phase();
        out.printf(
            Locale.ROOT, "%n%-32s %16s %20s %20s%n", title(phase), "device", "float64", "numeric");
      }
      print(out, entry);
    }
    out.flush();
  }

  private static String title(Phase phase) {
    return switch (phase) {
      case FORWARD -> "forward";
      case LOSS -> "loss";
      case BACKWARD -> "backward";
      case UPDATE -> "after the update";
    };
  }

  private static void print(PrintWriter out, Trace.Entry entry) {
    String name = entry.name();
    if (name.startsWith(GRADIENT)) {
      name = "∂L/∂" + name.substring(GRADIENT.length());
    }
    out.println("  " + name + " = " + entry.formula().replace(GRADIENT, "∂L/∂"));
    double[] values = entry.values();
    for (int i = 0; i < values.length; i++) {
      out.println(
          line(
              "      " + index(entry.device().shape(), i),
              number(values[i], 9),
              number(entry.reference()[i], 12),
              entry.numeric().isPresent() ? number(entry.numeric().get()[i], 12) : ""));
    }
  }

  private static String line(String what, String device, String float64, String numeric) {
    return String.format(Locale.ROOT, "%-32s %16s %20s %20s", what, device, float64, numeric)
        .stripTrailing();
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "g", value);
  }

  /** The index of an element, such as {@code [0, 2]}; empty for a scalar. */
  private static String index(Shape shape, int element) {
    int[] extents = shape.extents();
    StringBuilder index = new StringBuilder();
    int rest = element;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      index.insert(0, (axis == 0 ? "" : ", ") + rest % extents[axis]);
      rest /= extents[axis];
    }
    return extents.length == 0 ? "" : "[" + index + "]";
  }
}
