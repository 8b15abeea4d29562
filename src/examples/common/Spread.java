package common;

import java.util.Arrays;
import java.util.Locale;

/**
 * The mean of a figure over runs with several seeds, and its standard deviation.
 *
 * @param mean of the runs
 * @param deviation √(Σ(x − mean)²/(n − 1)); 0 for one run
 * @param runs how many, n
 */
public record Spread(double mean, double deviation, int runs) {
  /** The spread of at least one figure. */
  public static Spread of(double... figures) {
    double mean = Arrays.stream(figures).average().orElseThrow();
    double squares = Arrays.stream(figures).map(x -> (x - mean) * (x - mean)).sum();
    double deviation = figures.length == 1 ? 0 : Math.sqrt(squares / (figures.length - 1));
    return new Spread(mean, deviation, figures.length);
  }

  /** For example {@code 97.33 ± 0.41 (5 seeds)}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%.2f ± %.2f (%d %s)", mean, deviation, runs, runs == 1 ? "seed" : "seeds");
  }
}
