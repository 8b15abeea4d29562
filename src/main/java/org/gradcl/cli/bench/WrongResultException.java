package org.gradcl.cli.bench;

import java.util.Locale;
import org.gradcl.tensor.Deviation;

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
   * @param tolerance the largest {@link Deviation}
   * @throws WrongResultException if the deviation is larger, or not a number
   */
  static void check(String what, double[] found, double[] expected, double tolerance) {
    Deviation.firstBeyond(tolerance, found, expected)
        .ifPresent(
            i -> {
              throw new WrongResultException(
                  String.format(
                      Locale.ROOT,
                      "%s[%d] should be %.7g, the device computes %.7g; no time is taken of wrong"
                          + " results. Please report it with the output of 'gradcl devices'",
                      what,
                      i,
                      expected[i],
                      found[i]));
            });
  }
}
