package org.gradcl.backend.jvm.launch;

import java.util.Arrays;
import org.gradcl.plan.Region;
import org.gradcl.plan.Source;

/** Numbers of the rows of a table, which indices in memory name. */
final class GatheredLoad implements Load {
  private final Memory memory;
  private final Source.Gathered source;
  private final AxisOffsets indexRows;
  private final AxisOffsets indexColumns;
  private final AxisOffsets rows;
  private final AxisOffsets columns;

  /** Whether the elements of a row are neighbours in one row of the table. */
  private final boolean wholeRows;

  GatheredLoad(Source.Gathered source, Memory memory) {
    this.memory = memory;
    this.source = source;
    indexRows = AxisOffsets.rows(source.index());
    indexColumns = AxisOffsets.columns(source.index());
    rows = AxisOffsets.rows(source.firstRow());
    columns = AxisOffsets.columns(source.firstRow());
    wholeRows = source.index().stride(-1) == 0 && columns.stride() == 1 && source.hasVectors();
  }

  @Override
  public void load(ElementBlock block, float[] register, BlockScratch scratch) {
    for (int i = 0; i < block.rows; i++) {
      if (wholeRows) {
        row(block.row + i, block, register, i * block.columns);
      } else {
        elements(block.row + i, block, register, i * block.columns);
      }
    }
  }

  private void row(int row, ElementBlock block, float[] register, int to) {
    int from = from(row, block.column);
    if (from < 0) {
      Arrays.fill(register, to, to + block.columns, 0f);
    } else {
      System.arraycopy(table(), from, register, to, block.columns);
    }
  }

  private void elements(int row, ElementBlock block, float[] register, int to) {
    float[] table = table();
    for (int j = 0; j < block.columns; j++) {
      int from = from(row, block.column + j);
      register[to + j] = from < 0 ? 0f : table[from];
    }
  }

  private float[] table() {
    Region region = source.table().region();
    return memory.of(region);
  }

  /** Where an element lies; negative if the index names no row. */
  private int from(int row, int column) {
    float[] indices = memory.of(source.index().region());
    int at = source.index().base() + indexRows.of(row) + indexColumns.of(column);
    int number = TableRow.of(indices[at], source.rows());
    return number == TableRow.NONE
        ? -1
        : source.firstRow().base() + number * source.stride() + rows.of(row) + columns.of(column);
  }
}
