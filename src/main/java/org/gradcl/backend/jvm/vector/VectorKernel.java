package org.gradcl.backend.jvm.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.gradcl.backend.jvm.product.MicroKernel;

/**
 * A tile of 4 rows and 2 vectors of columns: eight accumulators as locals, which both JDK 17 and 25
 * keep in registers (wider tiles are faster on one of them and half as fast on the other).
 */
public final class VectorKernel implements MicroKernel {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
  private static final int LANES = SPECIES.length();

  /** Stateless. */
  public VectorKernel() {}

  @Override
  public int rows() {
    return 4;
  }

  @Override
  public int columns() {
    return 2 * LANES;
  }

  @Override
  public String name() {
    return "4×" + columns();
  }

  @Override
  public void multiply(
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int ldc,
      boolean accumulate) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    int i = aOffset;
    int j = bOffset;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, j);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, j + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[i + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[i + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[i + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      i += 4;
      j += 2 * LANES;
    }
    put(c00, c, cOffset, accumulate);
    put(c01, c, cOffset + LANES, accumulate);
    put(c10, c, cOffset + ldc, accumulate);
    put(c11, c, cOffset + ldc + LANES, accumulate);
    put(c20, c, cOffset + 2 * ldc, accumulate);
    put(c21, c, cOffset + 2 * ldc + LANES, accumulate);
    put(c30, c, cOffset + 3 * ldc, accumulate);
    put(c31, c, cOffset + 3 * ldc + LANES, accumulate);
  }

  private static void put(FloatVector sum, float[] c, int offset, boolean accumulate) {
    if (accumulate) {
      FloatVector.fromArray(SPECIES, c, offset).add(sum).intoArray(c, offset);
    } else {
      sum.intoArray(c, offset);
    }
  }
}
