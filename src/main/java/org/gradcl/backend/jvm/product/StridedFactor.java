package org.gradcl.backend.jvm.product;

/** A matrix with a stride, or a batch of them, at a fixed place of its array. */
public abstract class StridedFactor implements Factor {
  private final int base;
  private final int batchStride;
  private final int lineStride;
  private final int depthStride;
  private float[] values;

  private StridedFactor(int base, int batchStride, int lineStride, int depthStride) {
    this.base = base;
    this.batchStride = batchStride;
    this.lineStride = lineStride;
    this.depthStride = depthStride;
  }

  /**
   * Lines that are neighbours in memory: A stored k × m, B stored k × n.
   *
   * @param base offset of the first number
   * @param batchStride distance of matrices
   * @param depthStride distance of inner indices
   */
  public static Factor straight(int base, int batchStride, int depthStride) {
    return new Straight(base, batchStride, depthStride);
  }

  /**
   * Lines whose own numbers are neighbours in memory: A stored m × k, B stored n × k.
   *
   * @param base offset of the first number
   * @param batchStride distance of matrices
   * @param lineStride distance of lines
   */
  public static Factor transposed(int base, int batchStride, int lineStride) {
    return new Transposed(base, batchStride, lineStride);
  }

  @Override
  public final void bind(float[] array) {
    values = array;
  }

  private int at(int matrix, int line, int depth) {
    return base + matrix * batchStride + line * lineStride + depth * depthStride;
  }

  /** Packs by copying neighbours. */
  private static final class Straight extends StridedFactor {
    Straight(int base, int batchStride, int depthStride) {
      super(base, batchStride, 1, depthStride);
    }

    @Override
    public void pack(int matrix, int line, int count, int depth, int length, Strips strips) {
      int from = super.at(matrix, line, depth);
      strips.packer.neighbours(
          super.values,
          from,
          super.depthStride,
          count,
          strips.target,
          strips.to,
          strips.width,
          strips.stripStride,
          length);
    }
  }

  /** Packs by transposing. */
  private static final class Transposed extends StridedFactor {
    Transposed(int base, int batchStride, int lineStride) {
      super(base, batchStride, lineStride, 1);
    }

    @Override
    public void pack(int matrix, int line, int count, int depth, int length, Strips strips) {
      int from = super.at(matrix, line, depth);
      strips.packer.transposed(
          super.values,
          from,
          super.lineStride,
          count,
          strips.target,
          strips.to,
          strips.width,
          strips.stripStride,
          length);
    }
  }
}
