package org.gradcl.random;

import java.util.Objects;

/**
 * The random numbers of one operation at one step, addressed by sample and unit.
 *
 * <p>Immutable; the same address gives the same number, in any order and from any thread. Two
 * streams that differ in any component are independent. Numbers at equal addresses are of one
 * origin: draw uniform numbers, normal numbers and permutations from different streams.
 *
 * @param key of the run
 * @param purpose what the numbers are for
 * @param operation which consumer of that purpose draws, from 0, below {@link
 *     Philox#OPERATION_LIMIT}
 * @param step the step or epoch; 0 where there is none
 */
public record RandomStream(RandomKey key, Purpose purpose, int operation, int step) {
  private static final double TWO_PI = 2 * Math.PI;

  /**
   * Checks the operation's number.
   *
   * @throws IllegalArgumentException if the operation lies outside its range
   */
  public RandomStream {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(purpose, "purpose");
    Philox.purposeAndOperation(purpose, operation);
  }

  /**
   * {@return a uniform number in [0, 1), a multiple of 2⁻²⁴}
   *
   * @param sample the row of the number
   * @param unit the column of the number
   */
  public float uniform(int sample, int unit) {
    return Philox.uniform(key.key0(), key.key1(), counter3(), step, sample, unit);
  }

  /**
   * The uniform numbers of consecutive units of a sample, without allocation.
   *
   * @param sample the row of the number
   * @param firstUnit the column of the first number
   * @param target to be filled
   * @param offset where the first number goes
   * @param count how many numbers
   * @throws IndexOutOfBoundsException if the range does not lie within {@code target}
   */
  public void uniforms(int sample, int firstUnit, float[] target, int offset, int count) {
    Philox.uniforms(
        key.key0(), key.key1(), counter3(), step, sample, firstUnit, target, offset, count);
  }

  /**
   * {@return a standard normal number, in float64, of magnitude at most 6.77}
   *
   * <p>Box–Muller over the words w of two neighbouring units: with u = (w₀ + ½)·2⁻³² and v =
   * w₁·2⁻³², the even unit gets √(−2 ln u)·cos 2πv, the odd one √(−2 ln u)·sin 2πv. Computed by
   * {@link StrictMath}, so that it is the same on every machine.
   *
   * <p>Source: G. E. P. Box, M. E. Muller, A Note on the Generation of Random Normal Deviates,
   * 1958.
   *
   * @param sample the row of the number
   * @param unit the column of the number
   */
  public double normal(int sample, int unit) {
    int even = unit & ~1;
    double u = (unsignedWord(sample, even) + 0.5) * 0x1p-32;
    double angle = TWO_PI * (unsignedWord(sample, even | 1) * 0x1p-32);
    double radius = StrictMath.sqrt(-2 * StrictMath.log(u));
    return radius * (even == unit ? StrictMath.cos(angle) : StrictMath.sin(angle));
  }

  /**
   * {@return a permutation of the numbers from 0 to {@code size − 1}, each as likely as any other
   * up to a bias below {@code size}·2⁻⁶³}
   *
   * @param size how many elements, at least 0
   * @throws IllegalArgumentException if the size is negative
   */
  public int[] permutation(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("A permutation cannot have " + size + " elements");
    }
    int[] permutation = new int[size];
    permutation(permutation);
    return permutation;
  }

  /**
   * Fills an array with the permutation of its indices that {@link #permutation(int)} gives.
   *
   * <p>Fisher–Yates from the end: element i changes places with element ⌊w·(i + 1)·2⁻⁶³⌋, w being
   * the 63-bit number of the words of units 2i and 2i + 1. Source: R. Durstenfeld, Algorithm 235,
   * 1964.
   *
   * @param target to be filled
   */
  public void permutation(int[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] = i;
    }
    for (int i = target.length - 1; i > 0; i--) {
      int j = below(i + 1, i);
      int swapped = target[i];
      target[i] = target[j];
      target[j] = swapped;
    }
  }

  /** A number from 0 to {@code bound − 1} from the words of units 2·index and 2·index + 1. */
  private int below(int bound, int index) {
    // unit = 2·index may exceed an int: the counter is computed from the index itself.
    int c0 = index >>> 1;
    int lane = (index & 1) << 1;
    long high = Philox.word(key.key0(), key.key1(), c0, 0, step, counter3(), lane) & 0xffffffffL;
    long low = Philox.word(key.key0(), key.key1(), c0, 0, step, counter3(), lane + 1) & 0xffffffffL;
    return (int) Math.multiplyHigh((high << 32 | low) >>> 1, (long) bound << 1);
  }

  private long unsignedWord(int sample, int unit) {
    int word = Philox.word(key.key0(), key.key1(), unit >>> 2, sample, step, counter3(), unit & 3);
    return word & 0xffffffffL;
  }

  private int counter3() {
    return Philox.purposeAndOperation(purpose, operation);
  }
}
