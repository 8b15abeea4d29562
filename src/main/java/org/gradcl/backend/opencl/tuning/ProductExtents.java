package org.gradcl.backend.opencl.tuning;

/**
 * The size and layout of a product C = op(A)·op(B).
 *
 * @param m rows of C
 * @param n columns of C
 * @param k inner extent
 * @param batch number of matrices
 * @param transposeA whether A is stored k × m
 * @param transposeB whether B is stored n × k
 * @param reading of the operands
 */
public record ProductExtents(
    int m, int n, int k, int batch, boolean transposeA, boolean transposeB, Reading reading) {

  /** How the operands lie. */
  public enum Reading {
    /** Both are matrices. */
    MATRICES,
    /** One is no matrix but a view, whose index counts several axes. */
    VIEWS,
    /** One is read by windows, and both four numbers at a time. */
    WINDOWS,
    /** One is read by windows, and one number by number: an image of three channels. */
    WINDOWS_SINGLY
  }

  /** The size and layout of a product of matrices. */
  public ProductExtents(int m, int n, int k, int batch, boolean transposeA, boolean transposeB) {
    this(m, n, k, batch, transposeA, transposeB, Reading.MATRICES);
  }

  /**
   * The same product of a batch with another number of rows, for which a body is chosen: partial
   * batches run the bodies of full ones. The rows of a batch are matrices, else the rows of op(A),
   * and the inner extent where A is transposed, in the gradient of weights. So are those of time
   * steps or positions, of which a row of the batch has several.
   *
   * @param rows of the batch that the extents are for
   * @param typical rows of a full batch
   */
  public ProductExtents ofRows(int rows, int typical) {
    if (batch > 1 && batch % rows == 0) {
      int other = (int) Math.min(Integer.MAX_VALUE, (long) (batch / rows) * typical);
      return new ProductExtents(m, n, k, other, transposeA, transposeB, reading);
    }
    int free = transposeA ? k : m;
    if (free % rows != 0) {
      return this;
    }
    int other = (int) Math.min(Integer.MAX_VALUE, (long) (free / rows) * typical);
    return transposeA
        ? new ProductExtents(m, n, other, batch, true, transposeB, reading)
        : new ProductExtents(other, n, k, batch, false, transposeB, reading);
  }

  /** Whether one of the operands is no matrix, but read by views or windows. */
  boolean gathers() {
    return reading != Reading.MATRICES;
  }

  /** The fewer of rows and columns. */
  int fewest() {
    return Math.min(m, n);
  }

  /** Whether op(A) has more lines, rows of C, than op(B) has columns. */
  boolean longA() {
    return m >= n;
  }

  /** Whether the operand with more lines is contiguous along the inner extent. */
  boolean longAlongP() {
    return longA() ? !transposeA : transposeB;
  }

  /** Whether the operand with fewer lines is contiguous along the inner extent. */
  boolean otherAlongP() {
    return longA() ? transposeB : !transposeA;
  }
}
