package org.gradcl.data.csv;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradcl.text.FileFailure;

/**
 * Reads the records of a CSV file, any number of times, and reports what can't be read or parsed
 * with its place.
 */
final class CsvParsing {
  private static final Pattern LINE_OF_PARSER = Pattern.compile("\\bline (\\d+)");

  private final Path file;
  private final CsvText text;

  private CsvParsing(Path file, CsvText text) {
    this.file = file;
    this.text = text;
  }

  /** Receives the records. */
  @FunctionalInterface
  interface Consumer {
    /**
     * A record that is not empty.
     *
     * @param line in which it begins, from 1
     * @param separator of its cells
     * @return whether to continue
     */
    boolean add(CsvRecord csvRecord, long line, char separator) throws CsvException;
  }

  static CsvParsing of(Path file) throws CsvException {
    if (Files.isDirectory(file)) {
      throw new CsvException(file, 0, null, "this is a folder", "give a CSV file");
    }
    try {
      return new CsvParsing(file, CsvText.of(file));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Reads all records, or until the consumer needs no more. */
  void forEach(Consumer consumer) throws CsvException {
    try (InputStream bytes = text.bytes();
        QuoteTracker characters = CsvText.decode(bytes);
        CsvReader<CsvRecord> csv =
            CsvReader.builder()
                .fieldSeparator(characters.separator())
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .skipEmptyLines(true)
                .build(
                    CsvRecordHandler.of(records -> records.maxFields(Integer.MAX_VALUE)),
                    characters)) {
      try {
        forEach(csv, characters, consumer);
      } catch (CsvParseException e) {
        throw refusedByParser(e, characters.linesBefore());
      }
    } catch (CsvException e) {
      throw e;
    } catch (UncheckedIOException e) {
      throw e.getCause() instanceof CharacterCodingException coding
          ? notUtf8(coding)
          : unreadable(file, e.getCause());
    } catch (CharacterCodingException e) {
      throw notUtf8(e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private void forEach(CsvReader<CsvRecord> csv, QuoteTracker characters, Consumer consumer)
      throws CsvException {
    try {
      for (CsvRecord csvRecord : csv) {
        long line = csvRecord.getStartingLineNumber() + characters.linesBefore();
        if (!consumer.add(csvRecord, line, characters.separator())) {
          return;
        }
      }
    } catch (CsvException e) {
      if (characters.openQuoteLine() == 0) {
        throw e;
      }
    }
    if (characters.openQuoteLine() > 0) {
      throw refusal(
          characters.openQuoteLine(), "a quotation mark is never closed", "close or remove it");
    }
  }

  private static CsvException unreadable(Path file, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return refusal(file, 0, "there is no such file", "check the path", cause);
    }
    return refusal(
        file,
        0,
        "the file cannot be read (" + FileFailure.reason(cause) + ")",
        "check that it is complete, readable and, if it is compressed, whole",
        cause);
  }

  private CsvException notUtf8(CharacterCodingException cause) {
    try (InputStream bytes = text.bytes()) {
      ForeignByte found = ForeignByte.find(bytes);
      if (found != null) {
        return refusal(
            file,
            found.line(),
            "the byte " + found + " is not UTF-8",
            "save the file as UTF-8: in Excel as 'CSV UTF-8', elsewhere by iconv -f WINDOWS-1252 -t"
                + " UTF-8, if that is its encoding",
            cause);
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return refusal(file, 0, "the file is not UTF-8", "save it with that encoding", cause);
  }

  private CsvException refusedByParser(CsvParseException cause, int linesBefore) {
    Matcher line = LINE_OF_PARSER.matcher(String.valueOf(cause.getMessage()));
    Throwable reason = cause.getCause() == null ? cause : cause.getCause();
    return refusal(
        file,
        line.find() ? Long.parseLong(line.group(1)) + linesBefore : 0,
        "the row cannot be read (" + reason.getMessage() + ")",
        "check the quotation marks",
        cause);
  }

  private CsvException refusal(long line, String found, String advice) {
    return new CsvException(file, line, null, found, advice);
  }

  private static CsvException refusal(
      Path file, long line, String found, String advice, Exception cause) {
    CsvException exception = new CsvException(file, line, null, found, advice);
    exception.initCause(cause);
    return exception;
  }
}
