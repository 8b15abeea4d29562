package org.gradcl.data.table;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradcl.data.DataException;

/** Fits a column to the training part: its mean and scale, or its categories. */
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
    if (earlier instanceof ColumnSchema.Indexed) {
      return new ColumnSchema.Indexed(earlier.name(), training.text(earlier.name()).distinct());
    }
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

  /** Whether all rows hold one text, or one number but for rounding; missing numbers apart. */
  static boolean isConstant(Column column) {
    if (column instanceof TextColumn texts) {
      return texts.distinct().size() == 1;
    }
    NumericColumn numbers = (NumericColumn) column;
    double[] values = known(numbers);
    double least = Arrays.stream(values).min().orElse(0);
    double most = Arrays.stream(values).max().orElse(0);
    return most - least <= ROUNDING * Math.max(Math.abs(least), Math.abs(most));
  }

  /** The numbers that are not missing. */
  private static double[] known(NumericColumn numbers) {
    return IntStream.range(0, numbers.rows())
        .filter(row -> !numbers.isMissing(row))
        .mapToDouble(numbers::value)
        .toArray();
  }

  private static ColumnSchema numeric(Table training, NumericColumn numbers) {
    double[] values = known(numbers);
    if (values.length == 0) {
      throw new DataException(
          String.format(
              "%s: column '%s' has no number in the training part; leave it out, or fill it in",
              training.source(), numbers.name()));
    }
    if (isConstant(numbers)) {
      // Rounding would leave a tiny deviation, by which everything would be divided.
      return new ColumnSchema.Numeric(numbers.name(), values[0], 1);
    }
    // Twice, for a sum of large numbers loses digits that the sum of their deviations still has.
    double mean = mean(values, mean(values, 0));
    double squares = 0;
    for (double value : values) {
      double deviation = value - mean;
      squares += deviation * deviation;
    }
    double scale = Math.sqrt(squares / values.length);
    if (!Double.isFinite(mean) || !Double.isFinite(scale)) {
      throw tooLarge(training, numbers);
    }
    if (scale == 0) {
      throw new DataException(
          String.format(
              "%s, column '%s': the numbers, such as %s, differ too little for a scale in float64;"
                  + " multiply them by a constant, or leave the column out",
              training.source(), numbers.name(), values[0]));
    }
    return new ColumnSchema.Numeric(numbers.name(), mean, scale);
  }

  private static DataException tooLarge(Table training, NumericColumn numbers) {
    int largest = 0;
    for (int row = 1; row < numbers.rows(); row++) {
      if (numbers.isMissing(largest)
          || Math.abs(numbers.value(row)) > Math.abs(numbers.value(largest))) {
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
  private static double mean(double[] values, double about) {
    double deviations = 0;
    for (double value : values) {
      deviations += value - about;
    }
    return about + deviations / values.length;
  }
}
