package org.gradcl.random;

import java.util.Objects;

/**
 * The counter-based generator Philox4x32-10: a key of two words and a counter of four words give
 * four random words.
 *
 * <pre>
 * ten rounds of   (c0, c1, c2, c3) ← (hi(M1·c2) ⊕ c1 ⊕ k0,  lo(M1·c2),
 *                                     hi(M0·c0) ⊕ c3 ⊕ k1,  lo(M0·c0))
 * and between them (k0, k1) ← (k0 + W0, k1 + W1)
 * </pre>
 *
 * where hi and lo are the two halves of a 64-bit product of unsigned words.
 *
 * <p>GradCL gives each random number the address (purpose, operation, step, sample, unit), where
 * four neighbouring units share a counter:
 *
 * <pre>
 * c0 = unit &gt;&gt;&gt; 2,   c1 = sample,   c2 = step,   c3 = purpose &lt;&lt; 24 | operation
 * word(unit)    = the output word of index unit &amp; 3
 * uniform(unit) = (word(unit) &gt;&gt;&gt; 8) · 2⁻²⁴   in [0, 1), exact in float32
 * </pre>
 *
 * <p>Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, Parallel Random Numbers: As Easy
 * as 1, 2, 3, SC 2011. These methods take raw words, allocate nothing and are safe for use by
 * several threads; {@link RandomStream} is the comfortable form.
 */
public final class Philox {
  /** Operations are numbered from 0 and stay below this limit, 2²⁴. */
  public static final int OPERATION_LIMIT = 1 << 24;

  private static final int ROUNDS = 10;
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;
  private static final long LOW = 0xffffffffL;
  private static final int LAST_BLOCK = -1 >>> 2;
  private static final float UNIFORM_SCALE = 0x1p-24f;

  private Philox() {}

  /**
   * {@return the fourth word of the counter}
   *
   * @param purpose what the number is for
   * @param operation from 0 to below {@link #OPERATION_LIMIT}
   * @throws IllegalArgumentException if the operation is negative or not below {@link
   *     #OPERATION_LIMIT}
   */
  public static int purposeAndOperation(Purpose purpose, int operation) {
    if (operation < 0 || operation >= OPERATION_LIMIT) {
      throw new IllegalArgumentException(
          String.format(
              "An operation's number must lie in 0…%d, found %d", OPERATION_LIMIT - 1, operation));
    }
    return purpose.ordinal() << 24 | operation;
  }

  /**
   * {@return one random word: the output word {@code lane} (0 to 3) of a counter}
   *
   * @param key0 the key's first word
   * @param key1 the key's second word
   * @param c0 first word of the counter
   * @param c1 second word
   * @param c2 third word
   * @param c3 fourth word
   * @param lane 0 to 3
   * @throws IllegalArgumentException if the lane lies outside its range
   */
  public static int word(int key0, int key1, int c0, int c1, int c2, int c3, int lane) {
    int x0 = c0;
    int x1 = c1;
    int x2 = c2;
    int x3 = c3;
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = M0 * (x0 & LOW);
      long product1 = M1 * (x2 & LOW);
      x0 = (int) (product1 >>> 32) ^ x1 ^ k0;
      x1 = (int) product1;
      x2 = (int) (product0 >>> 32) ^ x3 ^ k1;
      x3 = (int) product0;
      k0 += W0;
      k1 += W1;
    }
    return switch (lane) {
      case 0 -> x0;
      case 1 -> x1;
      case 2 -> x2;
      case 3 -> x3;
      default ->
          throw new IllegalArgumentException(
              "A counter yields the words 0 to 3, asked for " + lane);
    };
  }

  /**
   * {@return the uniform number in [0, 1) at an address; a multiple of 2⁻²⁴}
   *
   * @param key0 the key's first word
   * @param key1 the key's second word
   * @param purposeAndOperation as {@link #purposeAndOperation} packs them
   * @param step of the training
   * @param sample the row
   * @param unit the column
   */
  public static float uniform(
      int key0, int key1, int purposeAndOperation, int step, int sample, int unit) {
    return toUniform(word(key0, key1, unit >>> 2, sample, step, purposeAndOperation, unit & 3));
  }

  /**
   * The uniform numbers of consecutive units of one sample, the same as {@link #uniform} gives one
   * by one: {@code target[offset + i]} for unit {@code firstUnit + i}, i from 0 to {@code count −
   * 1}.
   *
   * @param key0 the key's first word
   * @param key1 the key's second word
   * @param purposeAndOperation as {@link #purposeAndOperation} packs them
   * @param step of the training
   * @param sample the row
   * @param firstUnit the column of the first number
   * @param target to be filled
   * @param offset where the first number goes
   * @param count how many numbers
   * @throws IndexOutOfBoundsException if the range does not lie within {@code target}; nothing is
   *     written then
   */
  public static void uniforms(
      int key0,
      int key1,
      int purposeAndOperation,
      int step,
      int sample,
      int firstUnit,
      float[] target,
      int offset,
      int count) {
    Objects.checkFromIndexSize(offset, count, target.length);
    // The array index of a counter's first word: before the range where it starts inside a block.
    int index = offset - (firstUnit & 3);
    int end = offset + count;
    for (int c0 = firstUnit >>> 2; index < end; c0++, index += 4) {
      int x0 = c0 & LAST_BLOCK; // units are unsigned and wrap
      int x1 = sample;
      int x2 = step;
      int x3 = purposeAndOperation;
      int k0 = key0;
      int k1 = key1;
      // As in word, which can't hand over all four of a block without an array to hold them.
      for (int round = 0; round < ROUNDS; round++) {
        long product0 = M0 * (x0 & LOW);
        long product1 = M1 * (x2 & LOW);
        x0 = (int) (product1 >>> 32) ^ x1 ^ k0;
        x1 = (int) product1;
        x2 = (int) (product0 >>> 32) ^ x3 ^ k1;
        x3 = (int) product0;
        k0 += W0;
        k1 += W1;
      }
      if (index >= offset && index + 4 <= end) {
        target[index] = toUniform(x0);
        target[index + 1] = toUniform(x1);
        target[index + 2] = toUniform(x2);
        target[index + 3] = toUniform(x3);
      } else {
        putInside(target, offset, end, index, toUniform(x0));
        putInside(target, offset, end, index + 1, toUniform(x1));
        putInside(target, offset, end, index + 2, toUniform(x2));
        putInside(target, offset, end, index + 3, toUniform(x3));
      }
    }
  }

  private static void putInside(float[] target, int begin, int end, int index, float value) {
    if (index >= begin && index < end) {
      target[index] = value;
    }
  }

  private static float toUniform(int word) {
    return (word >>> 8) * UNIFORM_SCALE;
  }
}
