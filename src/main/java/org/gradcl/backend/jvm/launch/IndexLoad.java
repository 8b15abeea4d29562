package org.gradcl.backend.jvm.launch;

import org.gradcl.plan.Source;

/** The index of each element along an axis. Immutable. */
final class IndexLoad implements Load {
  private final IndexTable rows;
  private final IndexTable columns;
  private final Varies varies;

  IndexLoad(Source.Index index) {
    rows = new IndexTable(index.rows());
    columns = new IndexTable(index.columns());
    varies = Varies.of(rows.offsets(), columns.offsets());
  }

  @Override
  public Varies varies() {
    return varies;
  }

  @Override
  public void load(ElementBlock block, float[] register, BlockScratch scratch) {
    if (varies == Varies.BY_ROW && block.columns == 1) {
      rows.copy(block.row, block.rows, register);
    } else if (varies == Varies.BY_COLUMN) {
      columns.copy(block.column, block.columns, register);
      for (int to = block.columns; to < block.size(); to += block.columns) {
        System.arraycopy(register, 0, register, to, block.columns);
      }
    } else {
      sums(block, register);
    }
  }

  private void sums(ElementBlock block, float[] register) {
    int to = 0;
    for (int i = 0; i < block.rows; i++) {
      int ofRow = rows.offsets().of(block.row + i);
      int column = block.column;
      while (column < block.column + block.columns) {
        int count = columns.offsets().run(column);
        count = Math.min(count, block.column + block.columns - column);
        int first = ofRow + columns.offsets().of(column);
        for (int j = 0; j < count; j++) {
          register[to + j] = first + j * columns.offsets().runStride();
        }
        to += count;
        column += count;
      }
    }
  }
}
