package org.gradcl.data;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** How a column of the training part becomes numbers: its mean and scale, or its categories. */
final class ColumnFit {
  private ColumnFit() {}

  static ColumnSchema of(Column column) {
    return column instanceof TextColumn texts
        ? categorical(texts)
        : numeric((NumericColumn) column);
  }

  private static ColumnSchema categorical(TextColumn texts) {
    Map<String, Integer> counts = texts.counts();
    List<Double> frequencies =
        counts.values().stream().map(count -> count / (double) texts.rows()).toList();
    return new ColumnSchema.Categorical(texts.name(), List.copyOf(counts.keySet()), frequencies);
  }

  private static ColumnSchema numeric(NumericColumn numbers) {
    int rows = numbers.rows();
    double first = numbers.value(0);
    if (IntStream.range(0, rows).allMatch(row -> numbers.value(row) == first)) {
      // Exactly, for rounding would leave a tiny deviation, by which everything would be divided.
      return new ColumnSchema.Numeric(numbers.name(), first, 1);
    }
    // Twice, for a sum of large numbers loses digits that the sum of their deviations still has.
    double mean = mean(numbers, mean(numbers, 0));
    double squares = 0;
    for (int row = 0; row < rows; row++) {
      double deviation = numbers.value(row) - mean;
      squares += deviation * deviation;
    }
    return new ColumnSchema.Numeric(numbers.name(), mean, Math.sqrt(squares / rows));
  }

  /** about + Σ(x − about) / n */
  private static double mean(NumericColumn numbers, double about) {
    double deviations = 0;
    for (int row = 0; row < numbers.rows(); row++) {
      deviations += numbers.value(row) - about;
    }
    return about + deviations / numbers.rows();
  }
}
