package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.Strips;

/** A matrix with a stride, or a batch of them, at a fixed place of its array. */
public final class StridedFactor implements Factor {
  private final int base;
  private final int batchStride;
  private final int stride;
  private final boolean linesAreNeighbours;
  private float[] values;

  private StridedFactor(int base, int batchStride, int stride, boolean linesAreNeighbours) {
    this.base = base;
    this.batchStride = batchStride;
    this.stride = stride;
    this.linesAreNeighbours = linesAreNeighbours;
  }

  /**
   * Lines that are neighbours in memory: A stored k × m, B stored k × n.
   *
   * @param base offset of the first number
   * @param batchStride distance of matrices
   * @param depthStride distance of inner indices
   */
  public static Factor straight(int base, int batchStride, int depthStride) {
    return new StridedFactor(base, batchStride, depthStride, true);
  }

  /**
   * Lines whose own numbers are neighbours in memory: A stored m × k, B stored n × k.
   *
   * @param base offset of the first number
   * @param batchStride distance of matrices
   * @param lineStride distance of lines
   */
  public static Factor transposed(int base, int batchStride, int lineStride) {
    return new StridedFactor(base, batchStride, lineStride, false);
  }

  @Override
  public void bind(float[] array) {
    values = array;
  }

  /** What was bound. */
  float[] values() {
    return values;
  }

  /** Where a number lies. */
  int at(int matrix, int line, int depth) {
    int inMatrix = linesAreNeighbours ? depth * stride + line : line * stride + depth;
    return base + matrix * batchStride + inMatrix;
  }

  /** Distance of what are not neighbours: inner indices, or lines. */
  int stride() {
    return stride;
  }

  @Override
  public boolean linesAreNeighbours() {
    return linesAreNeighbours;
  }

  @Override
  public boolean readByWindows() {
    return false;
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public void pack(int matrix, int line, int count, int depth, int length, Strips strips) {
    int first = at(matrix, line, depth);
    if (linesAreNeighbours) {
      strips.packer.neighbours(values, first, stride, count, length, strips);
    } else {
      strips.packer.transposed(values, first, stride, count, length, strips);
    }
  }
}
