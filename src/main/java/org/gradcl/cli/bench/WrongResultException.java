package org.gradcl.cli.bench;

import java.util.Locale;

/** A device computed something else than float64 does: its speed is not worth a figure. */
public final class WrongResultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception that names workload, result and deviation. */
  public WrongResultException(String message) {
    super(message);
  }

  /**
   * Compares numbers with what they should be.
   *
   * @param what the result, for the message
   * @param tolerance largest |found − expected| / max(1e-3, max |expected|)
   * @throws WrongResultException if the deviation is larger, or not a number
   */
  static void check(String what, double[] found, double[] expected, double tolerance) {
    double scale = 1e-3;
    for (double value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      // Written so that NaN fails.
      if (!(Math.abs(found[i] - expected[i]) <= tolerance * scale)) {
        throw new WrongResultException(
            String.format(
                Locale.ROOT,
                "%s[%d] should be %.7g, the device computes %.7g; no time is taken of wrong"
                    + " results. Please report it with the output of 'gradcl devices'",
                what,
                i,
                expected[i],
                found[i]));
      }
    }
  }
}
