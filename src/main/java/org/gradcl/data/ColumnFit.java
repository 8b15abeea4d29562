package org.gradcl.data;

import java.util.List;
import java.util.Map;

/** How a column of the training part becomes numbers: its mean and scale, or its categories. */
final class ColumnFit {
  /** Numbers that differ by so much of their size may be one number, computed in several ways. */
  private static final double ROUNDING = 32 * Math.ulp(1.0);

  private ColumnFit() {}

  /** A column as it is fitted now: indicators are 0 and 1. */
  static ColumnSchema of(Table training, String name) {
    return training.column(name) instanceof TextColumn texts
        ? new ColumnSchema.Categorical(name, texts.distinct())
        : numeric(training, training.numeric(name));
  }

  /** A column as an earlier schema fitted it, which may have standardised indicators. */
  static ColumnSchema again(Table training, ColumnSchema earlier) {
    return earlier instanceof ColumnSchema.Categorical categorical
            && !categorical.frequencies().isEmpty()
        ? withFrequencies(training.text(earlier.name()))
        : of(training, earlier.name());
  }

  private static ColumnSchema withFrequencies(TextColumn texts) {
    Map<String, Integer> counts = texts.counts();
    List<Double> frequencies =
        counts.values().stream().map(count -> count / (double) texts.rows()).toList();
    return new ColumnSchema.Categorical(texts.name(), List.copyOf(counts.keySet()), frequencies);
  }

  /** Whether all rows hold one text, or one number but for rounding. */
  static boolean isConstant(Column column) {
    if (column instanceof TextColumn texts) {
      return texts.distinct().size() == 1;
    }
    NumericColumn numbers = (NumericColumn) column;
    double least = numbers.value(0);
    double most = least;
    for (int row = 1; row < numbers.rows(); row++) {
      least = Math.min(least, numbers.value(row));
      most = Math.max(most, numbers.value(row));
    }
    return most - least <= ROUNDING * Math.max(Math.abs(least), Math.abs(most));
  }

  private static ColumnSchema numeric(Table training, NumericColumn numbers) {
    int rows = numbers.rows();
    if (isConstant(numbers)) {
      // Rounding would leave a tiny deviation, by which everything would be divided.
      return new ColumnSchema.Numeric(numbers.name(), numbers.value(0), 1);
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
