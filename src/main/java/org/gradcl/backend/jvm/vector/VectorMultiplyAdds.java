package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.Width.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Multiply-adds of vectors in registers: twelve sums that do not depend on each other hide the
 * latency of an instruction, and fit into sixteen registers with the two constants.
 */
final class VectorMultiplyAdds {
  /** Of a round: two for each lane of twelve sums. */
  static final int OPERATIONS = 2 * 12 * LANES;

  private static final float A = 0.001f;
  private static final float M = 0.999f;

  private VectorMultiplyAdds() {}

  static void run(int rounds, float[] sums) {
    FloatVector a = Width.of(A);
    FloatVector m = Width.of(M);
    FloatVector s0 = Width.load(sums, 0);
    FloatVector s1 = Width.load(sums, LANES);
    FloatVector s2 = Width.load(sums, 2 * LANES);
    FloatVector s3 = Width.load(sums, 3 * LANES);
    FloatVector s4 = Width.load(sums, 4 * LANES);
    FloatVector s5 = Width.load(sums, 5 * LANES);
    FloatVector s6 = Width.load(sums, 6 * LANES);
    FloatVector s7 = Width.load(sums, 7 * LANES);
    FloatVector s8 = Width.load(sums, 8 * LANES);
    FloatVector s9 = Width.load(sums, 9 * LANES);
    FloatVector s10 = Width.load(sums, 10 * LANES);
    FloatVector s11 = Width.load(sums, 11 * LANES);
    for (int round = 0; round < rounds; round++) {
      s0 = a.fma(m, s0);
      s1 = a.fma(m, s1);
      s2 = a.fma(m, s2);
      s3 = a.fma(m, s3);
      s4 = a.fma(m, s4);
      s5 = a.fma(m, s5);
      s6 = a.fma(m, s6);
      s7 = a.fma(m, s7);
      s8 = a.fma(m, s8);
      s9 = a.fma(m, s9);
      s10 = a.fma(m, s10);
      s11 = a.fma(m, s11);
    }
    s0.intoArray(sums, 0);
    s1.intoArray(sums, LANES);
    s2.intoArray(sums, 2 * LANES);
    s3.intoArray(sums, 3 * LANES);
    s4.intoArray(sums, 4 * LANES);
    s5.intoArray(sums, 5 * LANES);
    s6.intoArray(sums, 6 * LANES);
    s7.intoArray(sums, 7 * LANES);
    s8.intoArray(sums, 8 * LANES);
    s9.intoArray(sums, 9 * LANES);
    s10.intoArray(sums, 10 * LANES);
    s11.intoArray(sums, 11 * LANES);
  }
}
