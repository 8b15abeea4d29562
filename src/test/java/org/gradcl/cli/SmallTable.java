package org.gradcl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/** Small tables that a small network can learn: a number, and which of three kinds. */
final class SmallTable {
  static final int ROWS = 300;

  private SmallTable() {}

  /**
   * Columns {@code a, b, shade, amount, kind}: amount = 100 + 20·a − 10·b² (+ 30 where shade is
   * dark), kind by the larger of a, b and 0.
   */
  static Path write(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder csv = new StringBuilder("a,b,shade,amount,kind\n");
    for (int row = 0; row < ROWS; row++) {
      double a = 2 * random.nextDouble() - 1;
      double b = 2 * random.nextDouble() - 1;
      boolean dark = random.nextBoolean();
      double amount = 100 + 20 * a - 10 * b * b + (dark ? 30 : 0);
      String kind = a < 0 && b < 0 ? "neither" : a > b ? "left" : "right";
      csv.append(
          String.format(
              Locale.ROOT, "%.4f,%.4f,%s,%.3f,%s%n", a, b, dark ? "dark" : "light", amount, kind));
    }
    Path file = folder.resolve("small.csv");
    Files.writeString(file, csv);
    return file;
  }
}
