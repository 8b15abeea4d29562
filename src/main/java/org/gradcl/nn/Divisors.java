package org.gradcl.nn;

/** Which numbers divide another: what messages offer in place of one that does not. */
final class Divisors {
  private Divisors() {}

  /** The divisors of a whole that are nearest to a number below and above, as {@code 3 or 6}. */
  static String near(int whole, int number) {
    int below = Math.min(whole, number);
    while (below > 0 && whole % below != 0) {
      below--;
    }
    int above = Math.max(1, number);
    while (above <= whole && whole % above != 0) {
      above++;
    }
    if (below < 1) {
      return Integer.toString(above);
    }
    return above > whole ? Integer.toString(below) : below + " or " + above;
  }

  /** The largest number that divides both. */
  static int common(int a, int b) {
    return b == 0 ? a : common(b, a % b);
  }
}
