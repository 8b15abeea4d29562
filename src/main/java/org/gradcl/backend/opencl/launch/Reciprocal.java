package org.gradcl.backend.opencl.launch;

import java.util.Optional;

/**
 * A division of small numbers as a multiplication and a shift: ⌊n / d⌋ = ⌊n · multiplier / 2^shift⌋
 * in 32 bits without a sign. What compilers make of a division by a constant holds for all numbers,
 * and so takes the upper half of a product of 64 bits.
 *
 * <p>With multiplier = ⌈2^shift / d⌉ and e = multiplier · d − 2^shift, the quotients agree for all
 * n with n · e &lt; 2^shift (Granlund and Montgomery, Division by Invariant Integers using
 * Multiplication, 1994).
 *
 * @param multiplier at least 1
 * @param shift 0 to 31
 */
record Reciprocal(int multiplier, int shift) {
  private static final int WORD_BITS = 32;

  /**
   * The least that divides all numbers below a bound, if there is one.
   *
   * @param divisor at least 1
   * @param bound at least 1
   */
  static Optional<Reciprocal> of(int divisor, int bound) {
    long most = bound - 1L;
    for (int shift = 0; shift < WORD_BITS; shift++) {
      long power = 1L << shift;
      long multiplier = (power + divisor - 1) / divisor;
      boolean exact = most * (multiplier * divisor - power) < power;
      if (exact && most * multiplier < 1L << WORD_BITS && multiplier <= Integer.MAX_VALUE) {
        return Optional.of(new Reciprocal((int) multiplier, shift));
      }
    }
    return Optional.empty();
  }

  /** OpenCL C for the quotient of an index, an int that is not negative. */
  String quotient(String index) {
    String product = "(uint)(" + index + ")" + (multiplier == 1 ? "" : " * " + multiplier + "u");
    return "(int)(" + product + " >> " + shift + ")";
  }
}
