package org.gradcl.nn;

import java.util.Locale;

/** The table that {@link Model#summary} yields. */
final class Summary {
  private Summary() {}

  static String of(Structure structure) {
    int place = "layer.0  ".length();
    int width = "layer".length();
    for (Structure.Part part : structure.parts()) {
      place = Math.max(place, part.path().length());
      width = Math.max(width, part.what().length());
    }
    String row = "%-" + place + "s %-" + width + "s  %-12s %12s%n";
    StringBuilder table = new StringBuilder();
    table.append(String.format(Locale.ROOT, row, "", "layer", "output", "parameters"));
    long total = 0;
    for (Structure.Part part : structure.parts()) {
      long count = structure.elements(part);
      total += count;
      String text = part.again() ? "shared" : String.format(Locale.ROOT, "%,d", count);
      table.append(String.format(Locale.ROOT, row, part.path(), part.what(), part.output(), text));
    }
    table.append(
        String.format(Locale.ROOT, row, "total", "", "", String.format(Locale.ROOT, "%,d", total)));
    return table.toString();
  }
}
