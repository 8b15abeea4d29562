package org.gradcl.tensor;

import java.util.OptionalInt;

/**
 * How far computed numbers are from those that they should be, by one measure everywhere:
 *
 * <pre>
 * |found − expected| / max(1e-3, max |expected|)      the maximum over a tensor's numbers
 * </pre>
 *
 * <p>Keeps nothing; safe for use by several threads.
 */
public final class Deviation {
  /** Of numbers that are all smaller than this the absolute error counts. */
  private static final double LEAST_SCALE = 1e-3;

  private Deviation() {}

  /**
   * {@return the largest deviation of some numbers; NaN if one is NaN}
   *
   * @param found what was computed
   * @param expected as many numbers
   * @throws IllegalArgumentException if there are not equally many
   */
  public static double of(double[] found, double[] expected) {
    requireEquallyMany(found, expected);
    double scale = scale(expected);
    double deviation = 0;
    for (int i = 0; i < found.length; i++) {
      // Math.max keeps NaN.
      deviation = Math.max(deviation, Math.abs(found[i] - expected[i]) / scale);
    }
    return deviation;
  }

  /**
   * {@return the index of the first number that deviates by more, or is NaN; empty if none does}
   *
   * @param tolerance the largest deviation allowed
   * @param found what was computed
   * @param expected as many numbers
   * @throws IllegalArgumentException if there are not equally many
   */
  public static OptionalInt firstBeyond(double tolerance, double[] found, double[] expected) {
    requireEquallyMany(found, expected);
    double scale = scale(expected);
    for (int i = 0; i < found.length; i++) {
      // Written so that NaN is beyond.
      if (!(Math.abs(found[i] - expected[i]) / scale <= tolerance)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  private static double scale(double[] expected) {
    double scale = LEAST_SCALE;
    for (double value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    return scale;
  }

  private static void requireEquallyMany(double[] found, double[] expected) {
    if (found.length != expected.length) {
      throw new IllegalArgumentException(
          "Expected are " + expected.length + " numbers, found are " + found.length);
    }
  }
}
