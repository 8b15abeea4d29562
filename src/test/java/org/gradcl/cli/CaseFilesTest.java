package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as users had them: each is read as it was meant, or refused with what to do. */
class CaseFilesTest {
  @TempDir private Path folder;

  private static String file(String name) throws URISyntaxException {
    return Path.of(CaseFilesTest.class.getResource("/org/gradcl/cases/" + name).toURI()).toString();
  }

  private CommandRun train(String file, String target) throws URISyntaxException {
    return CommandRun.onJvm(
        "train",
        "--data",
        file(file),
        "--target",
        target,
        "--epochs",
        "2",
        "--out",
        folder.resolve("run"));
  }

  private String refusal(String file, String target) throws URISyntaxException {
    CommandRun run = train(file, target);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("gradcl: ").hasLineCount(1).contains("; ");
    assertThat(folder.resolve("run")).doesNotExist();
    return run.err();
  }

  @ParameterizedTest
  @CsvSource({
    "in-NA.csv, a, y, 'N/A', 199 of the column's 200 cells are numbers",
    "rooms-na.csv, rooms, y, 'NA', 299 of the column's 300 cells are numbers",
    "stars-na.csv, stars, stars, 'NA', 299 of the column's 300 cells are numbers",
    "target-na.csv, y, y, 'NA', 199 of the column's 200 cells are numbers",
    "nan-first.csv, a, y, 'NaN', 199 of the column's 200 cells are numbers",
    "nan-first-target.csv, y, y, 'NaN', 199 of the column's 200 cells are numbers",
    "units-row-ints.csv, a, y, 'cm', in its 3 columns of numbers: a row of units",
  })
  void notANumberFirst(String file, String column, String target, String cell, String numbers)
      throws URISyntaxException {
    assertThat(refusal("not-a-number-first/" + file, target))
        .contains(
            file + ", line 2, column '" + column + "': ",
            cell,
            numbers,
            "--text " + column + " if the column holds texts");
  }

  @ParameterizedTest
  @CsvSource({
    "target-comma.csv, y, '1592,74', a decimal comma",
    "target-dollar.csv, y, $1592.74, a currency sign",
    "input-comma.csv, a, '4,87', a decimal comma",
  })
  void numbersInAnotherNotation(String file, String column, String cell, String what)
      throws URISyntaxException {
    assertThat(refusal("numbers-in-another-notation/" + file, "y"))
        .contains(
            file
                + ", line 2, column '"
                + column
                + "': '"
                + cell
                + "' looks like a number with "
                + what,
            "as do 300 of the column's 300 cells",
            "decimal point",
            "--text " + column);
  }

  @ParameterizedTest
  @CsvSource({
    "encodings/utf16le-nobom.csv, UTF-16LE (without a byte order mark), iconv -f UTF-16LE -t UTF-8",
    "encodings/book.xlsx, an Excel workbook, CSV UTF-8",
    "two-byte-order-marks/two-boms.csv, 'line 102, column ''a'': the cell ''U+FEFF4.8690''',"
        + " remove",
  })
  void whatIsNotReadIsNamedWithTheCure(String file, String what, String cure)
      throws URISyntaxException {
    assertThat(refusal(file, "y")).contains(what, cure);
  }

  @ParameterizedTest
  @ValueSource(strings = {"encodings/sepline.csv", "encodings/nbsp.csv"})
  void whatIsMeantIsRead(String file) throws URISyntaxException {
    CommandRun run = train(file, "y");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("  a       numbers from 0.1023 to 9.9595", "  y       to predict: numbers from");
  }

  @Test
  void aDecimalCommaIsATextIfThatIsSaid() throws URISyntaxException, IOException {
    CommandRun run =
        CommandRun.onJvm(
            "train",
            "--data",
            file("numbers-in-another-notation/input-comma.csv"),
            "--target",
            "y",
            "--text",
            "a",
            "--epochs",
            "2",
            "--out",
            folder.resolve("run"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("  a       257 categories (0,02, 0,03, ");
  }
}
