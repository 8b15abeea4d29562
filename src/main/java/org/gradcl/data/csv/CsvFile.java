package org.gradcl.data.csv;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.gradcl.data.table.Table;
import org.gradcl.data.table.TableSchema;

/**
 * A CSV file to be read as a {@link Table}: comma-separated, UTF-8, quotes as in RFC 4180 (quoted
 * cells may hold commas and line breaks); decompressed if its content is that of gzip. A first line
 * {@code sep=;}, as in Excel, names another separator. Other encodings and formats, such as UTF-16
 * and workbooks, are recognised and refused.
 *
 * <p>The first line names the columns, unless {@link #withoutHeader} says otherwise. A column is
 * numeric if more than half of its cells are numbers, all cells of the file counted but those
 * without a value (empty ones and marks such as {@code NA}, {@code null}, {@code -}, {@code ?});
 * numbers in a notation that is not read, such as 1.234,50 or $5, count too. Every other column
 * holds texts; {@link #text} and {@link #matching} decide otherwise. Therefore the file is read
 * twice, unless the kinds are known.
 *
 * <p>Blanks around cells and names are dropped, including no-break and zero-width spaces. Lines
 * without any character are skipped, except between the rows of a file with one column. Nothing
 * else is guessed or repaired. Refused with their place are: a cell of a numeric column that is not
 * a finite number; a cell without a value, unless {@link #allowMissing} says otherwise (until then
 * a mark in a text column is a text like any other); a row with too few or too many cells; names
 * that are missing or occur twice; a quotation mark that is never closed.
 *
 * <p>Immutable: each method returns a new description. Safe for use by several threads.
 */
public final class CsvFile {
  private final Path file;
  private final CsvLayout layout;

  private CsvFile(Path file, CsvLayout layout) {
    this.file = file;
    this.layout = layout;
  }

  /**
   * A file with a header.
   *
   * @param file read when {@link #read} is called; a pipe is read once and kept in memory
   */
  public static CsvFile of(Path file) {
    return new CsvFile(Objects.requireNonNull(file, "file"), CsvLayout.USUAL);
  }

  /**
   * Declares that the file has no header: its columns are called {@code column1}, {@code column2}
   * and so on.
   */
  public CsvFile withoutHeader() {
    return new CsvFile(file, layout.withHeader(false));
  }

  /** Declares columns as text, whatever they look like; reading fails if one does not exist. */
  public CsvFile text(Collection<String> columns) {
    Set<String> all = new TreeSet<>(layout.texts());
    all.addAll(columns);
    return new CsvFile(file, layout.withTexts(all));
  }

  /**
   * Leaves columns out, which may then hold anything; several may have the same name, and {@code
   * ""} means those without a name. Reading fails if one does not exist.
   */
  public CsvFile ignore(Collection<String> columns) {
    Set<String> all = new TreeSet<>(layout.ignored());
    all.addAll(columns);
    return new CsvFile(file, layout.withIgnored(all));
  }

  /**
   * Allows cells without a value: an empty cell, or a mark such as {@code NA} or {@code ?}, is a
   * missing value of the table. In a column of {@link #text} a mark is a text: {@code NA} may be
   * North America. {@link Table#complete} leaves such rows out; {@link TableSchema#withMissing}
   * chooses another treatment.
   */
  public CsvFile allowMissing() {
    return new CsvFile(file, layout.withMissing());
  }

  /**
   * Gives the columns of a schema the kinds that they have there, whatever they look like. Cells
   * may have no value if the schema treats missing values.
   *
   * @param tableSchema decides the kinds of the columns that it knows
   */
  public CsvFile matching(TableSchema tableSchema) {
    return new CsvFile(file, layout.withSchema(tableSchema));
  }

  /**
   * Reads only the inputs of a schema, with its kinds, for prediction. Other columns, including the
   * targets, may be missing, empty or hold anything; they may have no name or share one, and a row
   * may end before them or have empty cells after them. A schema does not keep {@link #text}: if
   * marks of missing values are texts, declare them again.
   */
  public CsvFile inputsOf(TableSchema tableSchema) {
    Set<String> inputs = new LinkedHashSet<>();
    tableSchema.inputs().forEach(column -> inputs.add(column.name()));
    return new CsvFile(file, layout.withSchema(tableSchema).withWanted(inputs));
  }

  /**
   * Reads the file.
   *
   * @throws CsvException if it does not exist, cannot be read, or is not as described above
   */
  public Table read() throws CsvException {
    CsvParsing csv = CsvParsing.of(file);
    KindSurvey survey = new KindSurvey(file, layout);
    csv.forEach(new CsvRows(file, layout, survey)::add);
    TableBuilder table = new TableBuilder(file, layout, survey.kinds());
    csv.forEach(new CsvRows(file, layout, table)::add);
    return table.table();
  }
}
