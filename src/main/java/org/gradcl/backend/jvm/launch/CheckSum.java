package org.gradcl.backend.jvm.launch;

import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.expr.Operator;

/** The check of the gradients that one piece of a launch has stored. Belongs to one thread. */
final class CheckSum {
  private final Arithmetic arithmetic;
  private final float[] temporary = new float[ElementBlock.ELEMENTS];
  private final float[] copy = new float[ElementBlock.ELEMENTS];
  private final ElementBlock block = new ElementBlock();
  private float finite;
  private double squares;

  CheckSum(RunnerContext context) {
    this.arithmetic = context.arithmetic();
  }

  void begin() {
    finite = 0;
    squares = 0;
  }

  /**
   * Adds numbers from the beginning of an array, at most a block of them.
   *
   * @param inNorm whether their squares are asked for
   */
  void add(float[] values, int count, boolean inNorm) {
    finite += arithmetic.finiteness(values, 0, count);
    if (inNorm) {
      arithmetic.apply(Operator.SQUARE, values, null, null, temporary, count);
      squares += arithmetic.sum(temporary, 0, count);
    }
  }

  /**
   * Adds numbers where they lie: rows of a matrix, any number of them.
   *
   * @param inNorm whether their squares are asked for
   */
  void add(float[] values, int first, int stride, int rows, int columns, boolean inNorm) {
    if (inNorm) {
      addBlocks(values, first, stride, rows, columns);
    } else if (columns == stride) {
      finite += arithmetic.finiteness(values, first, first + rows * columns);
    } else {
      for (int i = 0; i < rows; i++) {
        int from = first + i * stride;
        finite += arithmetic.finiteness(values, from, from + columns);
      }
    }
  }

  private void addBlocks(float[] values, int first, int stride, int rows, int columns) {
    block.beginRectangle(0, rows, 0, columns);
    while (block.next()) {
      int from = first + block.row * stride + block.column;
      for (int i = 0; i < block.rows; i++) {
        System.arraycopy(values, from + i * stride, copy, i * block.columns, block.columns);
      }
      add(copy, block.size(), true);
    }
  }

  void put(CheckWords checks, int word) {
    checks.put(word, finite, squares);
  }
}
