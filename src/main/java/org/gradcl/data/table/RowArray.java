package org.gradcl.data.table;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.DataException;
import org.gradcl.text.ByteSize;
import org.gradcl.text.NameList;
import org.gradcl.text.Printable;

/**
 * Allocates arrays with some numbers for each row of a table. Where there is no room, mostly for a
 * column of very many categories, the error names the widest column.
 *
 * @param schema of the numbers
 * @param table of the rows
 * @param allocation makes an array of a length
 */
record RowArray(TableSchema schema, Table table, IntFunction<float[]> allocation) {
  RowArray(TableSchema schema, Table table) {
    this(schema, table, float[]::new);
  }

  /**
   * An array of zeros.
   *
   * @param width numbers a row
   * @throws DataException if no array, or Java's memory, holds so many
   */
  float[] of(int width) {
    long size = (long) table.rows() * width;
    if (size > ArrayDataSet.LARGEST_ARRAY) {
      throw new DataException(message(width, "do not fit into an array", ""));
    }
    try {
      return allocation.apply((int) size);
    } catch (OutOfMemoryError e) {
      String found =
          String.format(
              "take %s, for which Java's memory of %s has no room",
              ByteSize.text(Float.BYTES * size), ByteSize.text(Runtime.getRuntime().maxMemory()));
      throw new DataException(message(width, found, memoryAdvice(size)), e);
    }
  }

  private String message(int width, String found, String cure) {
    return Printable.line(
        String.format(
            "%s: %d rows of %d numbers %s; %suse fewer rows%s",
            table.source(), table.rows(), width, found, advice(cure.isEmpty()), cure));
  }

  /** The parts of the table are copies, and training needs some, too. */
  private static String memoryAdvice(long size) {
    long gibibytes = Math.max(8, (3 * Float.BYTES * size) >> 30);
    return ", or give Java more memory, as by JDK_JAVA_OPTIONS=-Xmx" + gibibytes + "g";
  }

  private String advice(boolean last) {
    return schema.inputs().stream()
        .max(Comparator.comparingInt(ColumnSchema::width))
        .filter(column -> column.width() > 1)
        .map(
            column ->
                String.format(
                    "leave out the column '%s' with its %d categories (on the command line by"
                        + " --ignore %s), %s",
                    column.name(),
                    column.width(),
                    NameList.argument(List.of(column.name())),
                    last ? "or " : ""))
        .orElse("");
  }
}
