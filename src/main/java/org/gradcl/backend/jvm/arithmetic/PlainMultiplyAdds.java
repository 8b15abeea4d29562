package org.gradcl.backend.jvm.arithmetic;

/**
 * Products and sums of plain Java as fast as the just-in-time compiler makes them: a chain for each
 * element, so that memory is no part of the time. There is no fused instruction in plain Java.
 */
final class PlainMultiplyAdds {
  /** Multiply-adds of a chain, written out. */
  private static final int CHAIN = 8;

  /** Of a round: two operations for each link of a chain. */
  static final int OPERATIONS = 2 * CHAIN * Arithmetic.SUMS;

  private static final float FACTOR = 0.999f;
  private static final float ADDEND = 0.001f;

  private PlainMultiplyAdds() {}

  static void run(int rounds, float[] sums) {
    for (int round = 0; round < rounds; round++) {
      chains(sums);
    }
  }

  private static void chains(float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      float s = sums[i];
      s = s * FACTOR + ADDEND;
      s = s * FACTOR + ADDEND;
      s = s * FACTOR + ADDEND;
      s = s * FACTOR + ADDEND;
      s = s * FACTOR + ADDEND;
      s = s * FACTOR + ADDEND;
      s = s * FACTOR + ADDEND;
      s = s * FACTOR + ADDEND;
      sums[i] = s;
    }
  }
}
