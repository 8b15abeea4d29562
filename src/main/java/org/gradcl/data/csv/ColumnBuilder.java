package org.gradcl.data.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.table.Column;
import org.gradcl.data.table.NumericColumn;
import org.gradcl.data.table.TextColumn;

/** Collects the cells of a column. */
abstract sealed class ColumnBuilder {
  private static final int FIRST_CAPACITY = 1024;

  final String name;
  int rows;

  private ColumnBuilder(String name) {
    this.name = name;
  }

  /**
   * Adds a cell.
   *
   * @param allowMissing whether an empty cell, among numbers also a mark, is a missing value
   * @return false if the column cannot hold it
   */
  abstract boolean add(String cell, boolean allowMissing);

  abstract Column build();

  int nextCapacity(int capacity) {
    return (int) Math.min(ArrayDataSet.LARGEST_ARRAY, 2L * capacity);
  }

  /** Collects finite numbers; NaN stands for a missing one. */
  static final class Numbers extends ColumnBuilder {
    private double[] values = new double[FIRST_CAPACITY];

    Numbers(String name) {
      super(name);
    }

    @Override
    boolean add(String cell, boolean allowMissing) {
      double value = FiniteNumber.parse(cell);
      if (Double.isNaN(value)
          && !(allowMissing && (cell.isEmpty() || MissingMarks.isMarkAmongNumbers(cell)))) {
        return false;
      }
      if (rows == values.length) {
        values = Arrays.copyOf(values, nextCapacity(rows));
      }
      values[rows++] = value;
      return true;
    }

    @Override
    Column build() {
      return NumericColumn.ofOwn(name, Arrays.copyOf(values, rows));
    }
  }

  /** Collects texts, each different one once; the empty one stands for a missing one. */
  static final class Texts extends ColumnBuilder {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private int[] textOfRow = new int[FIRST_CAPACITY];

    Texts(String name) {
      super(name);
    }

    @Override
    boolean add(String cell, boolean allowMissing) {
      if (cell.isEmpty() && !allowMissing) {
        return false;
      }
      Integer number = numbers.get(cell);
      if (number == null) {
        number = texts.size();
        numbers.put(cell, number);
        texts.add(cell);
      }
      if (rows == textOfRow.length) {
        textOfRow = Arrays.copyOf(textOfRow, nextCapacity(rows));
      }
      textOfRow[rows++] = number;
      return true;
    }

    @Override
    Column build() {
      return TextColumn.ofNumbered(name, texts, Arrays.copyOf(textOfRow, rows));
    }
  }
}
