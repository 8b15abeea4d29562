package org.gradcl.data;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** How a column of the training part becomes numbers: its mean and scale, or its categories. */
final class ColumnFit {
  private ColumnFit() {}

  static ColumnSchema of(Table training, String name) {
    return training.column(name) instanceof TextColumn texts
        ? categorical(texts)
        : numeric(training, training.numeric(name));
  }

  private static ColumnSchema categorical(TextColumn texts) {
    Map<String, Integer> counts = texts.counts();
    List<Double> frequencies =
        counts.values().stream().map(count -> count / (double) texts.rows()).toList();
    return new ColumnSchema.Categorical(texts.name(), List.copyOf(counts.keySet()), frequencies);
  }

  private static ColumnSchema numeric(Table training, NumericColumn numbers) {
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
    double scale = Math.sqrt(squares / rows);
    if (!Double.isFinite(mean) || !Double.isFinite(scale)) {
      throw tooLarge(training, numbers);
    }
    return new ColumnSchema.Numeric(numbers.name(), mean, scale);
  }

  private static DataException tooLarge(Table training, NumericColumn numbers) {
    int largest = 0;
    for (int row = 1; row < numbers.rows(); row++) {
      if (Math.abs(numbers.value(row)) > Math.abs(numbers.value(largest))) {
        largest = row;
      }
    }
    return new DataException(
        String.format(
            "%s, %s, column '%s': the numbers, up to %s, are too large for a mean and a scale in"
                + " float64; correct or remove the row",
            training.source(), training.place(largest), numbers.name(), numbers.value(largest)));
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
