package org.gradcl.nn;

import java.util.Locale;

/** The table that {@link Sequential#summary} yields. */
final class Summary {
  private Summary() {}

  static String of(Sequential model) {
    int width = "layer".length();
    for (Layer layer : model.layers()) {
      width = Math.max(width, layer.describe().length());
    }
    String row = "%-9s %-" + width + "s  %-12s %12s%n";
    StringBuilder table = new StringBuilder();
    table.append(String.format(Locale.ROOT, row, "", "layer", "output", "parameters"));
    long total = 0;
    for (int i = 0; i < model.layers().size(); i++) {
      Layer layer = model.layers().get(i);
      long count = layer.parameters().stream().mapToLong(p -> p.shape().elements()).sum();
      total += count;
      table.append(
          String.format(
              Locale.ROOT,
              row,
              "layer." + i,
              layer.describe(),
              model.outputShape(i),
              String.format(Locale.ROOT, "%,d", count)));
    }
    table.append(
        String.format(Locale.ROOT, row, "total", "", "", String.format(Locale.ROOT, "%,d", total)));
    return table.toString();
  }
}
