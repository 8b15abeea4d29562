package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.Width.FLOATS;
import static org.gradcl.backend.jvm.vector.Width.LANES;

import jdk.incubator.vector.FloatVector;
import org.gradcl.backend.jvm.arithmetic.PanelProduct;
import org.gradcl.backend.jvm.arithmetic.TileKernel;

/**
 * The inner loop of products with the Vector API: four rows by two vectors in registers, with fused
 * multiply-add. That form is at full speed at every width on JDK 17 and 25; larger ones are not
 * where there are only sixteen registers.
 *
 * <p>The eight sums are named variables, since the compiler keeps no array of vectors in registers.
 */
final class VectorTileKernel implements TileKernel {
  private static final int ROWS = 4;
  private static final int COLUMNS = 2 * LANES;

  @Override
  public int rowStep() {
    return ROWS;
  }

  @Override
  public int columnStep() {
    return COLUMNS;
  }

  @Override
  public void multiply(PanelProduct product) {
    int a = product.aOffset;
    int c = product.cOffset;
    for (int i = 0; i < product.rows; i += ROWS) {
      if (product.aPacked) {
        packed(
            product.a, a, product.b, product.bOffset, product.depth, product.c, c, product.cStride);
      } else {
        strided(product, a, Math.min(ROWS, product.rows - i), c);
      }
      a += product.aGroupStride;
      c += ROWS * product.cStride;
    }
  }

  private static void packed(
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int depth,
      float[] c,
      int cOffset,
      int cStride) {
    int row1 = cOffset + cStride;
    int row2 = row1 + cStride;
    int row3 = row2 + cStride;
    FloatVector c00 = FloatVector.zero(FLOATS);
    FloatVector c01 = FloatVector.zero(FLOATS);
    FloatVector c10 = FloatVector.zero(FLOATS);
    FloatVector c11 = FloatVector.zero(FLOATS);
    FloatVector c20 = FloatVector.zero(FLOATS);
    FloatVector c21 = FloatVector.zero(FLOATS);
    FloatVector c30 = FloatVector.zero(FLOATS);
    FloatVector c31 = FloatVector.zero(FLOATS);
    for (int p = 0; p < depth; p++) {
      int ai = aOffset + p * ROWS;
      int bi = bOffset + p * COLUMNS;
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bi);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, bi + LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[ai]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[ai + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[ai + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[ai + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    addTo(c, cOffset, c00);
    addTo(c, cOffset + LANES, c01);
    addTo(c, row1, c10);
    addTo(c, row1 + LANES, c11);
    addTo(c, row2, c20);
    addTo(c, row2 + LANES, c21);
    addTo(c, row3, c30);
    addTo(c, row3 + LANES, c31);
  }

  /**
   * The same sums with A read where it lies. For rows beyond the last the last is read again; what
   * they sum is not used. Two methods, since constant offsets are what the compiler reads fastest.
   */
  private static void strided(PanelProduct product, int aOffset, int rows, int cOffset) {
    float[] a = product.a;
    float[] b = product.b;
    float[] c = product.c;
    int bOffset = product.bOffset;
    int cStride = product.cStride;
    int depth = product.depth;
    int stride = product.aDepthStride;
    int a1Offset = Math.min(1, rows - 1) * product.aRowStride;
    int a2Offset = Math.min(2, rows - 1) * product.aRowStride;
    int a3Offset = Math.min(3, rows - 1) * product.aRowStride;
    int ai = aOffset;
    int row1 = cOffset + cStride;
    int row2 = row1 + cStride;
    int row3 = row2 + cStride;
    FloatVector c00 = FloatVector.zero(FLOATS);
    FloatVector c01 = FloatVector.zero(FLOATS);
    FloatVector c10 = FloatVector.zero(FLOATS);
    FloatVector c11 = FloatVector.zero(FLOATS);
    FloatVector c20 = FloatVector.zero(FLOATS);
    FloatVector c21 = FloatVector.zero(FLOATS);
    FloatVector c30 = FloatVector.zero(FLOATS);
    FloatVector c31 = FloatVector.zero(FLOATS);
    for (int p = 0; p < depth; p++) {
      int bi = bOffset + p * COLUMNS;
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bi);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, bi + LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[ai]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[ai + a1Offset]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[ai + a2Offset]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[ai + a3Offset]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      ai += stride;
    }
    addTo(c, cOffset, c00);
    addTo(c, cOffset + LANES, c01);
    addTo(c, row1, c10);
    addTo(c, row1 + LANES, c11);
    addTo(c, row2, c20);
    addTo(c, row2 + LANES, c21);
    addTo(c, row3, c30);
    addTo(c, row3 + LANES, c31);
  }

  private static void addTo(float[] c, int offset, FloatVector sum) {
    FloatVector.fromArray(FLOATS, c, offset).add(sum).intoArray(c, offset);
  }
}
