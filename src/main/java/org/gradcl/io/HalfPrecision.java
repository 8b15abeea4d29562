package org.gradcl.io;

/** The two floating-point formats of 16 bits, each of whose numbers is a float32. */
final class HalfPrecision {
  private static final int FRACTION_BITS = 10;
  private static final int FRACTION = (1 << FRACTION_BITS) - 1;
  private static final int EXPONENT = 0x1f;

  private HalfPrecision() {}

  /** The number of an IEEE 754 binary16: 1 bit sign, 5 exponent, 10 fraction. */
  static float ofF16(short bits) {
    int exponent = bits >> FRACTION_BITS & EXPONENT;
    int fraction = bits & FRACTION;
    float magnitude =
        switch (exponent) {
          case 0 -> Math.scalb((float) fraction, -24);
          case EXPONENT -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb((float) (fraction | 1 << FRACTION_BITS), exponent - 25);
        };
    return bits < 0 ? -magnitude : magnitude;
  }

  /** The number of a bfloat16: the upper half of a float32. */
  static float ofBf16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
