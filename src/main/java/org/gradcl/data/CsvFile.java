package org.gradcl.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A CSV file to be read as a {@link Table}: comma-separated, UTF-8, quotes as in RFC 4180 (quoted
 * cells may hold commas and line breaks); compressed if the name ends with {@code .gz}.
 *
 * <p>The first line names the columns, unless {@link #withoutHeader} says otherwise. A column is
 * numeric if its first data cell is a finite number, else it holds texts; {@link #text} and {@link
 * #matching} decide otherwise. Blanks around cells and names are dropped, lines without any
 * character are skipped. Nothing else is guessed or repaired: an empty cell, a row with too few or
 * too many cells, a cell of a numeric column that is no finite number, names that are missing or
 * occur twice, and a quotation mark that is never closed are refused with their place.
 *
 * <p>Immutable: each method returns a new description. Safe for use by several threads.
 */
public final class CsvFile {
  private static final Pattern LINE_OF_PARSER = Pattern.compile("\\bline (\\d+)");

  /** As in files of spreadsheets where the comma is the decimal point's. */
  private static final Pattern OTHER_SEPARATOR = Pattern.compile("[;\t|]");

  private final Path file;
  private final boolean header;
  private final Set<String> texts;
  private final TableSchema schema;

  /** The columns to be read; empty for all. */
  private final Set<String> wanted;

  private CsvFile(
      Path file, boolean header, Set<String> texts, TableSchema schema, Set<String> wanted) {
    this.file = file;
    this.header = header;
    this.texts = texts;
    this.schema = schema;
    this.wanted = wanted;
  }

  /**
   * A file with a header.
   *
   * @param file read when {@link #read} is called; compressed if its name ends with {@code .gz}
   */
  public static CsvFile of(Path file) {
    return new CsvFile(file, true, Set.of(), null, Set.of());
  }

  /** The file has no header: its columns are called {@code column1}, {@code column2} and so on. */
  public CsvFile withoutHeader() {
    return new CsvFile(file, false, texts, schema, wanted);
  }

  /** These columns hold texts, whatever they look like; reading fails if one does not exist. */
  public CsvFile text(Collection<String> columns) {
    Set<String> all = new TreeSet<>(texts);
    all.addAll(columns);
    return new CsvFile(file, header, all, schema, wanted);
  }

  /**
   * Columns that the schema knows are of the kind it says, whatever they look like.
   *
   * @param tableSchema decides the kinds of the columns that it knows
   */
  public CsvFile matching(TableSchema tableSchema) {
    return new CsvFile(file, header, texts, tableSchema, wanted);
  }

  /**
   * Reads the inputs of a schema alone, of the kinds that it says: for prediction. Other columns,
   * the targets among them, may be missing, empty or hold anything.
   */
  public CsvFile inputsOf(TableSchema tableSchema) {
    Set<String> inputs = new LinkedHashSet<>();
    tableSchema.inputs().forEach(column -> inputs.add(column.name()));
    return new CsvFile(file, header, texts, tableSchema, inputs);
  }

  /**
   * Reads the file.
   *
   * @throws CsvException if it does not exist, cannot be read, or is not as described above
   */
  public Table read() throws CsvException {
    if (Files.isDirectory(file)) {
      throw refusal(0, null, "this is a folder", "give a CSV file");
    }
    try (InputStream bytes = CsvText.open(file);
        QuoteTracker text = CsvText.decode(bytes);
        CsvReader<CsvRecord> csv =
            CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .skipEmptyLines(true)
                .build(
                    CsvRecordHandler.of(records -> records.maxFields(Integer.MAX_VALUE)), text)) {
      return read(csv, text);
    } catch (CsvException e) {
      throw e;
    } catch (CsvParseException e) {
      throw refusedByParser(e);
    } catch (UncheckedIOException e) {
      throw unreadable(e.getCause());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private Table read(CsvReader<CsvRecord> csv, QuoteTracker text) throws CsvException {
    try {
      Table table = new Rows().read(csv);
      if (text.openQuoteLine() == 0) {
        return table;
      }
    } catch (CsvException e) {
      if (text.openQuoteLine() == 0) {
        throw e;
      }
    }
    throw refusal(
        text.openQuoteLine(), null, "a quotation mark is never closed", "close or remove it");
  }

  private CsvException unreadable(IOException cause) {
    CsvException exception;
    if (cause instanceof NoSuchFileException) {
      exception = refusal(0, null, "there is no such file", "check the path");
    } else if (cause instanceof CharacterCodingException) {
      exception = refusal(0, null, "the file is not UTF-8", "save it with that encoding");
    } else {
      exception =
          refusal(
              0,
              null,
              "the file cannot be read (" + cause + ")",
              "check that it is complete, readable and, if its name ends with .gz, compressed");
    }
    exception.initCause(cause);
    return exception;
  }

  private CsvException refusedByParser(CsvParseException cause) {
    Matcher line = LINE_OF_PARSER.matcher(String.valueOf(cause.getMessage()));
    Throwable reason = cause.getCause() == null ? cause : cause.getCause();
    CsvException exception =
        refusal(
            line.find() ? Long.parseLong(line.group(1)) : 0,
            null,
            "the row cannot be read (" + reason.getMessage() + ")",
            "check the quotation marks");
    exception.initCause(cause);
    return exception;
  }

  private CsvException refusal(long line, String column, String found, String advice) {
    return new CsvException(file, line, column, found, advice);
  }

  /** Reads the rows into columns. */
  private final class Rows {
    private List<String> names;
    private ColumnBuilder[] builders;

    Table read(CsvReader<CsvRecord> csv) throws CsvException {
      long rows = 0;
      for (CsvRecord row : csv) {
        if (names == null) {
          names = header ? header(row) : generatedNames(row.getFieldCount());
          requireForcedColumns();
          requireWantedColumns();
          if (header) {
            continue;
          }
        }
        if (rows++ == ColumnBuilder.MAX_ROWS) {
          throw refusal(
              row.getStartingLineNumber(), null, "the file has too many rows", "split it");
        }
        add(row);
      }
      if (names == null) {
        throw refusal(0, null, "the file is empty", "give it a header and at least one row");
      }
      if (builders == null) {
        throw refusal(0, null, "the file has no data rows", "give it at least one");
      }
      return Table.of(
          file.getFileName().toString(),
          Arrays.stream(builders).filter(Objects::nonNull).map(ColumnBuilder::build).toList());
    }

    private void add(CsvRecord row) throws CsvException {
      long line = row.getStartingLineNumber();
      if (row.getFieldCount() != names.size()) {
        throw refusal(
            line,
            null,
            String.format(
                "the row has %d cells, %s %d",
                row.getFieldCount(), header ? "the header" : "the first row", names.size()),
            header && names.size() == 1 && OTHER_SEPARATOR.matcher(names.get(0)).find()
                ? "separate the cells by commas, and write numbers with a decimal point"
                : "add or remove cells, or quote a cell that holds a comma");
      }
      if (builders == null) {
        builders = new ColumnBuilder[names.size()];
      }
      for (int i = 0; i < builders.length; i++) {
        if (!wanted.isEmpty() && !wanted.contains(names.get(i))) {
          continue;
        }
        String cell = row.getField(i).strip();
        if (cell.isEmpty()) {
          throw refusal(line, names.get(i), "the cell is empty", "fill it in or remove the row");
        }
        if (builders[i] == null) {
          builders[i] = builder(names.get(i), cell);
        }
        if (!builders[i].add(cell)) {
          throw refusal(
              line,
              names.get(i),
              "'" + shortened(cell) + "' is no finite number, but the column is numeric",
              "correct the cell, remove the row, or declare the column as text (on the command line"
                  + " by --text)");
        }
      }
    }

    private ColumnBuilder builder(String name, String firstCell) {
      boolean numeric = !Double.isNaN(FiniteNumber.parse(firstCell));
      if (texts.contains(name)) {
        numeric = false;
      } else if (schema != null && schema.has(name)) {
        numeric = schema.column(name) instanceof ColumnSchema.Numeric;
      }
      return numeric ? new ColumnBuilder.Numbers(name) : new ColumnBuilder.Texts(name);
    }

    private List<String> header(CsvRecord row) throws CsvException {
      List<String> header = row.getFields().stream().map(String::strip).toList();
      long line = row.getStartingLineNumber();
      if (header.stream().noneMatch(name -> Double.isNaN(FiniteNumber.parse(name)))) {
        throw refusal(
            line,
            null,
            "there is no header: the first line holds numbers only",
            "add a line with the names of the columns (a program can say withoutHeader instead)");
      }
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < header.size(); i++) {
        if (header.get(i).isEmpty()) {
          throw refusal(line, null, "column " + (i + 1) + " has no name", "name it");
        }
        if (!seen.add(header.get(i))) {
          throw refusal(line, header.get(i), "two columns have this name", "rename one");
        }
      }
      return header;
    }

    private List<String> generatedNames(int columns) {
      return IntStream.rangeClosed(1, columns).mapToObj(i -> "column" + i).toList();
    }

    private void requireForcedColumns() throws CsvException {
      for (String column : texts) {
        if (!names.contains(column)) {
          throw refusal(
              0, column, "there is no such column to declare as text", "the file has " + names);
        }
      }
    }

    private void requireWantedColumns() throws CsvException {
      List<String> missing = wanted.stream().filter(name -> !names.contains(name)).toList();
      if (!missing.isEmpty()) {
        throw refusal(0, null, "missing columns " + missing, "the file has " + names);
      }
    }

    private String shortened(String cell) {
      return cell.length() <= 40 ? cell : cell.substring(0, 40) + "…";
    }
  }
}
