package org.gradcl.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gradcl.data.table.ColumnSchema;
import org.gradcl.data.table.MissingValues;
import org.gradcl.data.table.Table;
import org.gradcl.data.table.TableSchema;
import org.gradcl.testing.LogCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a column is taken for: all its cells decide, and nothing else. */
class CsvKindsTest {
  @TempDir private Path folder;

  /** A file of the columns a and i, of which i counts the rows. */
  private CsvFile column(String... cells) throws IOException {
    StringBuilder text = new StringBuilder("a,i\n");
    for (int i = 0; i < cells.length; i++) {
      text.append('"').append(cells[i].replace("\"", "\"\"")).append("\",").append(i).append('\n');
    }
    return CsvFile.of(Files.writeString(folder.resolve("data.csv"), text));
  }

  private static void refused(CsvFile file, String... texts) {
    assertThatThrownBy(file::read).isInstanceOf(CsvException.class).hasMessageContainingAll(texts);
  }

  @Test
  void moreThanHalfOfTheCellsMustBeNumbers() throws IOException {
    assertThat(column("1", "x", "2", "y").read().text("a").value(2)).isEqualTo("2");
    assertThat(column("x", "y", "1").read().text("a").counts()).containsKeys("1", "x", "y");
    refused(
        column("x", "1", "2"),
        "data.csv, line 2, column 'a': 'x' is no finite number, but 2 of the column's 3 cells are");
    refused(
        column("1", "x", "2", "y", "3"),
        "line 3, column 'a': 'x' is no finite number, but 3 of the column's 5 cells are numbers",
        "give --text a if the column holds texts");
    refused(column("1", "true", "2"), "'true' is no finite number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12 kg",
        "1.5kg",
        "5K",
        "1,234 m²",
        "60 km/h",
        "20°C",
        "~3",
        "< 0.5",
        "7*",
        "1.5 ± 0.1",
        "3 m3"
      })
  void numbersWithAUnitAreTextsAndThatIsSaid(String cell) throws IOException {
    try (LogCapture log = LogCapture.of(KindSurvey.class)) {
      assertThat(column(cell, "x", cell).read().text("a").value(0)).isEqualTo(cell);
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .contains("column 'a': 2 of its 3 cells look like numbers with a unit")
          .contains("the first in line 2 ('" + cell + "')", "--text a");
      column(cell, "x", cell).text(List.of("a")).read();
      assertThat(log.warnings()).hasSize(1);
    }
    refused(column("1", cell, "2"), "'" + cell + "' is no finite number but looks like one with a");
  }

  @Test
  void halfNumbersAreTextsAndThatIsSaid() throws IOException {
    try (LogCapture log = LogCapture.of(KindSurvey.class)) {
      column("1", "x", "2", "y").read();
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .contains("column 'a': 2 of its 4 cells are numbers, no more than half; each different");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2023-01-05",
        "1.5.2023",
        "10:58",
        "1/2",
        "0-5",
        "10.0.3.1",
        "14ed2049",
        "C007",
        "x"
      })
  void datesAndCodesAreTextsWithoutAWarning(String cell) throws IOException {
    try (LogCapture log = LogCapture.of(KindSurvey.class)) {
      assertThat(column(cell, cell).read().text("a").value(0)).isEqualTo(cell);
      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  void textsKeepWhatLooksLikeANumberAsItStands() throws IOException {
    Table table = column("007", "x", "1.50", "y").read();
    assertThat(table.text("a").value(0)).isEqualTo("007");
    assertThat(table.text("a").value(2)).isEqualTo("1.50");
    assertThat(column("x", "1", "2").text(List.of("a")).read().text("a").value(1)).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NA", "N/A", "na", "n.a.", "#N/A", "NaN", "nan", "-nan", "null", "NULL", "None", "?", "-",
        "--", ".", "missing", "\\N", "<NA>", "#DIV/0!", "unknown", "—", "(null)"
      })
  void marksOfMissingValuesAreNoTexts(String mark) throws IOException {
    for (CsvFile file : List.of(column(mark, "1", "2"), column(mark, mark, "1"))) {
      refused(
          file,
          "line 2, column 'a': '" + mark + "' marks a missing value",
          "of the column's 3 cells are numbers",
          "--missing drop",
          "--missing mean",
          "--text a");
      assertThat(file.allowMissing().read().numeric("a").isMissing(0)).isTrue();
    }
    assertThat(column(mark, "x", "y").read().text("a").value(0)).isEqualTo(mark);
  }

  @Test
  void emptyCellsAreRefusedUnlessTheyAreAllowed() throws IOException {
    refused(column("1", "", "2"), "line 3, column 'a': the cell is empty", "--missing drop");
    refused(column("x", "", "y"), "line 3, column 'a': the cell is empty", "--missing drop");
    Table numbers = column("", "1", "NA", "2").allowMissing().read();
    assertThat(numbers.numeric("a").value(0)).isNaN();
    assertThat(numbers.completeRows(List.of("a"))).containsExactly(1, 3);
    assertThat(numbers.completeRows(List.of("i"))).containsExactly(0, 1, 2, 3);
    assertThat(numbers.complete().numeric("a").value(1)).isEqualTo(2);
    Path one = Files.writeString(folder.resolve("one.csv"), "a\n1\n\n2\n\n");
    assertThat(CsvFile.of(one).allowMissing().read().numeric("a").rows()).isEqualTo(3);
  }

  @Test
  void aColumnWithoutAnyValueIsRefusedWithAllThatAreSuch() throws IOException {
    for (CsvFile file : List.of(column("", "NA"), column("", "").allowMissing())) {
      refused(
          file,
          "line 2, column 'a': the cell is empty, and no cell of the column has a value",
          "--ignore a)");
    }
    CsvFile marks = CsvFile.of(Files.writeString(folder.resolve("m"), "a,b c,y\n-,,1\n,?,2\n"));
    for (CsvFile file : List.of(marks, marks.allowMissing())) {
      refused(
          file,
          "line 2, column 'a': '-' marks a missing value, and no cell of the column has one",
          "leave it out (on the command line by --ignore a,'b c')");
    }
    assertThat(column("none", "none").allowMissing().read().text("a").isMissing(0)).isFalse();
    assertThat(marks.ignore(List.of("a", "b c")).read().names()).containsExactly("y");
  }

  @Test
  void amongTextsAMarkIsATextUnlessMissingOnesAreAllowed() throws IOException {
    CsvFile file = column("x", "", "NA", "none");
    Table texts = file.allowMissing().read();
    assertThat(texts.completeRows(List.of("a"))).containsExactly(0, 3);
    assertThat(texts.text("a").value(2)).isEmpty();
    CsvFile said = file.allowMissing().text(List.of("a"));
    assertThat(said.read().completeRows(List.of("a"))).containsExactly(0, 2, 3);
    TableSchema schema = TableSchema.fit(said.read().complete(), List.of("a"), List.of("i"));
    CsvFile later = file.matching(schema.withMissing(MissingValues.DROP));
    assertThat(later.read().completeRows(List.of("a"))).containsExactly(0, 2, 3);
    CsvFile another = column("null", "x").matching(schema.withMissing(MissingValues.DROP));
    assertThat(another.read().completeRows(List.of("a"))).containsExactly(0, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4,87 | a decimal comma",
        "-,5 | a decimal comma",
        "1,5e3 | a decimal comma",
        "1,234 | a decimal comma or a thousands separator",
        "1,234.5 | thousands separators",
        "12,34,567 | thousands separators",
        "1.234,5 | thousands separators and a decimal comma",
        "1.234.567 | thousands separators",
        "1 234 | thousands separators",
        "1 234,50 | thousands separators and a decimal comma",
        "1’234.5 | thousands separators",
        "1_000 | thousands separators",
        "1\u202f234 | thousands separators",
        "$5 | a currency sign",
        "-$5.25 | a currency sign",
        "US$1,234.50 | a currency sign and thousands separators",
        "5 € | a currency sign",
        "145.3 SEK | a currency sign",
        "PLN 12 | a currency sign",
        "12 руб. | a currency sign",
        "300円 | a currency sign",
        "12,50 DM | a currency sign and a decimal comma",
        "$1.5M | a currency sign",
        "3,2 Mio. € | a currency sign and a decimal comma",
        "١٫٥ | digits of another script",
        "1.234,50 € | a currency sign and thousands separators and a decimal comma",
        "EUR 12 | a currency sign",
        "12% | a percent sign",
        "%12 | a percent sign",
        "1.5×10^3 | a power of ten",
        "2,5 x 10-3 | a power of ten",
        "12,5 % | a percent sign and a decimal comma",
        "−5 | a minus sign that is not '-'",
        "(5.00) | parentheses",
        "5- | a minus sign behind it",
        "0x10 | hexadecimal digits",
        "1.5D+02 | an exponent behind a D",
        "Infinity | no finite value",
        "-inf | no finite value",
        "1e999 | a value beyond float64",
        "٣٤ | digits of another script",
        "'\"5\"' | quotation marks",
        "'''5' | an apostrophe in front",
        "’-1.5 | an apostrophe in front",
        "500.- | a currency sign",
        "1.200:- | a currency sign",
        "Rs. 1,20,000/- | a currency sign and thousands separators",
        "SFr. 5 | a currency sign",
        "$(5.00) | a currency sign and parentheses",
        "５．５ | digits of another script",
      })
  void otherNotationsAreNamedForWhatTheyLookLike(String cell, String what) throws IOException {
    assertThat(NumberNotation.of(cell)).contains(what);
    refused(column(cell, cell, "x"), "line 2, column 'a'", "looks like a number with " + what);
    refused(column("1", cell), "line 3, column 'a'", "looks like a number", "--text a");
    assertThat(column(cell, "x", "y").read().text("a").value(0)).isEqualTo(cell);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-01-31",
        "31.12.2024",
        "12/5",
        "10:30",
        "1.2.3",
        "10.0.0.1",
        "18-25",
        "65+",
        "<5",
        "4wd",
        "2nd",
        "A1",
        "1,2,3",
        "030 123 456",
        "x%",
        "$",
        "%",
        "()",
        "1e",
        "true",
        "e5",
        "-",
        ""
      })
  void otherTextsAreNoNumbers(String cell) {
    assertThat(NumberNotation.of(cell)).isEmpty();
  }

  @Test
  void aColumnOfTheOtherNotationIsCounted() throws IOException {
    refused(
        column("4,87", "5,1", "3"),
        "line 2, column 'a': '4,87' looks like a number with a decimal comma, as do 2 of the"
            + " column's 3 cells; write numbers with digits and a decimal point only");
    refused(
        column("1\u00a0234", "5"), "'1U+00A0234' looks like a number with thousands separators");
  }

  @Test
  void aRowOfUnitsAndASecondHeaderAreNamed() throws IOException {
    Path units = Files.writeString(folder.resolve("u.csv"), "a,b,c\ncm,kg,x\n1,2,y\n3,4,z\n");
    refused(
        CsvFile.of(units),
        "line 2, column 'a': 'cm' is no finite number, nor has line 2 one in its 2 columns of"
            + " numbers",
        ": a row of units",
        "remove the line");
    Path some = Files.writeString(folder.resolve("s.csv"), "a,b,c\ncm,kg,1\n1,2,3\n3,4,5\n");
    refused(CsvFile.of(some), "a row of units");
    Path one = Files.writeString(folder.resolve("o.csv"), "a,b\nfive,1\n2,2\n3,4\n5,6\n");
    refused(CsvFile.of(one), "'five' is no finite number, but 3 of the column's 4 cells");
    Path twice = Files.writeString(folder.resolve("t.csv"), "a,b\n1,1\n2,2\na,b\n5,6\n");
    refused(CsvFile.of(twice), "line 4, column 'a': 'a' repeats the name of the column", "remove");
    refused(column("1", "2", "5 kg"), "'5 kg' is no finite number but looks like one with a unit");
  }

  @Test
  void aSchemaKnowsTheKindsAndWhatBecomesOfMissingValues() throws IOException {
    TableSchema schema =
        new TableSchema(
            List.of(
                new ColumnSchema.Numeric("a", 0, 1),
                new ColumnSchema.Categorical("i", List.of("0"))),
            List.of(new ColumnSchema.Numeric("y", 0, 1)));
    refused(
        column("x").inputsOf(schema),
        "'x' is no finite number, but by the schema the column is numeric");
    refused(
        column("4,5").inputsOf(schema), "a decimal comma, but by the schema the column is numeric");
    refused(column("NA").inputsOf(schema), "marks a missing value");
    Table table = column("NA").inputsOf(schema.withMissing(MissingValues.DROP)).read();
    assertThat(table.numeric("a").isMissing(0)).isTrue();
    assertThat(table.text("i").value(0)).isEqualTo("0");
  }

  @Test
  void theFirstCellInTheFileIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("f.csv"), "a,b,c\n1,1,1\n1,x,1\n-,1,y\n1,1,1\n");
    refused(CsvFile.of(file), "line 3, column 'b'");
  }
}
