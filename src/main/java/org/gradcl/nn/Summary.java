package org.gradcl.nn;

import java.util.Locale;
import org.gradcl.tensor.DataType;
import org.gradcl.text.ByteSize;

/**
 * The table that {@link Model#summary} yields: a row a block, outer ones before those within. What
 * a block only passes on from within is counted there.
 */
final class Summary {
  private static final int WIDEST = 48;

  private final StringBuilder table = new StringBuilder();
  private final String row;

  private Summary(Structure structure) {
    int place = "as float32".length();
    int width = "layer".length();
    int output = "output".length();
    for (Structure.Part part : structure.parts()) {
      place = Math.max(place, part.path().length());
      width = Math.max(width, shortened(part.what()).length());
      output = Math.max(output, part.output().toString().length());
    }
    row = "%-" + place + "s  %-" + width + "s  %-" + output + "s  %15s  %12s%n";
  }

  static String of(Structure structure) {
    Summary summary = new Summary(structure);
    summary.row("", "layer", "output", "floats a sample", "parameters");
    long floats = 0;
    long parameters = 0;
    for (Structure.Part part : structure.parts()) {
      long yielded = part.computes() ? part.output().elements() : 0;
      long declared = structure.elements(part);
      floats += yielded;
      parameters += declared;
      boolean passesOn = !part.computes() && declared == 0;
      summary.row(
          part.path(),
          shortened(part.what()),
          part.output().toString(),
          part.computes() ? count(yielded) : "",
          part.again() ? "shared" : passesOn ? "" : count(declared));
    }
    summary.row("total", "", "", count(floats), count(parameters));
    summary.row("as float32", "", "", bytes(floats), bytes(parameters));
    return summary.table.toString();
  }

  private void row(String... cells) {
    table.append(String.format(Locale.ROOT, row, (Object[]) cells));
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String bytes(long floats) {
    return ByteSize.text(floats * DataType.FLOAT32.bytes());
  }

  /** Blocks of blocks may have a long text. */
  private static String shortened(String what) {
    return what.length() <= WIDEST ? what : what.substring(0, WIDEST - 1) + "…";
  }
}
