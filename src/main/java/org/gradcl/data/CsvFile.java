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
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A CSV file to be read as a {@link Table}: comma-separated, UTF-8, quotes as in RFC 4180 (quoted
 * cells may hold commas and line breaks); compressed if the name ends with {@code .gz}.
 *
 * <p>The first line names the columns, unless {@link #withoutHeader} says otherwise. A column is
 * numeric if its first data cell is a finite number, else it holds texts; {@link #text} and {@link
 * #matching} decide otherwise. Blanks around cells and names are dropped. Lines without any
 * character are skipped, but for those between the rows of a file of one column. Nothing else is
 * guessed or repaired: an empty cell, a row with too few or too many cells, a cell of a numeric
 * column that is no finite number, names that are missing or occur twice, and a quotation mark that
 * is never closed are refused with their place.
 *
 * <p>Immutable: each method returns a new description. Safe for use by several threads.
 */
public final class CsvFile {
  private static final Pattern LINE_OF_PARSER = Pattern.compile("\\bline (\\d+)");

  private final Path file;
  private final CsvLayout layout;

  private CsvFile(Path file, CsvLayout layout) {
    this.file = file;
    this.layout = layout;
  }

  /**
   * A file with a header.
   *
   * @param file read when {@link #read} is called; compressed if its name ends with {@code .gz}
   */
  public static CsvFile of(Path file) {
    return new CsvFile(file, CsvLayout.USUAL);
  }

  /** The file has no header: its columns are called {@code column1}, {@code column2} and so on. */
  public CsvFile withoutHeader() {
    return new CsvFile(file, layout.withHeader(false));
  }

  /** These columns hold texts, whatever they look like; reading fails if one does not exist. */
  public CsvFile text(Collection<String> columns) {
    Set<String> all = new TreeSet<>(layout.texts());
    all.addAll(columns);
    return new CsvFile(file, layout.withTexts(all));
  }

  /**
   * Columns that the schema knows are of the kind it says, whatever they look like.
   *
   * @param tableSchema decides the kinds of the columns that it knows
   */
  public CsvFile matching(TableSchema tableSchema) {
    return new CsvFile(file, layout.withSchema(tableSchema));
  }

  /**
   * Reads the inputs of a schema alone, of the kinds that it says: for prediction. Other columns,
   * the targets among them, may be missing, empty or hold anything.
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
      Table table = new CsvRows(file, layout).read(csv);
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
}
