package org.gradcl.data.csv;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.table.Table;

/** Collects the cells of a file whose columns are of known kinds into a {@link Table}. */
final class TableBuilder implements CellConsumer {
  private final Path file;
  private final CsvLayout layout;
  private final Map<String, ColumnKind> kinds;
  private final IntStream.Builder lines = IntStream.builder();
  private CsvHeader header;
  private ColumnBuilder[] builders = {};
  private long rows;

  TableBuilder(Path file, CsvLayout layout, Map<String, ColumnKind> kinds) {
    this.file = file;
    this.layout = layout;
    this.kinds = kinds;
  }

  @Override
  public boolean begin(CsvHeader all) {
    header = all;
    builders = new ColumnBuilder[all.size()];
    return true;
  }

  @Override
  public void cell(int column, long line, String cell) throws CsvException {
    String name = header.name(column);
    if (builders[column] == null) {
      builders[column] =
          kinds.get(name) == ColumnKind.NUMBERS
              ? new ColumnBuilder.Numbers(name)
              : new ColumnBuilder.Texts(name);
    }
    boolean marksMissing = kinds.get(name) == ColumnKind.TEXTS && layout.isMissingText(name, cell);
    if (!builders[column].add(marksMissing ? "" : cell, layout.allowMissing())) {
      // Without a schema, only columns declared as text can still hold such a cell.
      CellRefusal refusal =
          layout.isOfSchema(name) ? CellRefusal.ofKnownColumn(cell) : CellRefusal.empty();
      throw new CsvException(file, line, name, refusal.found(), refusal.advice());
    }
  }

  @Override
  public void endRow(long line) throws CsvException {
    if (rows++ == ArrayDataSet.LARGEST_ARRAY) {
      throw new CsvException(file, line, null, "the file has too many rows", "split it");
    }
    lines.add((int) Math.min(line, Integer.MAX_VALUE));
  }

  Table table() throws CsvException {
    if (header == null) {
      throw new CsvException(
          file, 0, null, "the file is empty", "give it a header and at least one row");
    }
    if (rows == 0) {
      throw new CsvException(file, 0, null, "the file has no data rows", "give it at least one");
    }
    return Table.ofFile(
        file.getFileName().toString(),
        Arrays.stream(builders).filter(Objects::nonNull).map(ColumnBuilder::build).toList(),
        lines.build().toArray());
  }
}
