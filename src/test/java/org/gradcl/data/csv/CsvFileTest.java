package org.gradcl.data.csv;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.gradcl.data.table.ColumnSchema;
import org.gradcl.data.table.Table;
import org.gradcl.data.table.TableSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {
  @TempDir Path folder;

  @Test
  void moreThanHalfOfTheCellsDecideTheKind() throws IOException {
    Table table = CsvFile.of(file("a, b ,c\n1.5,x,1e3\n-.5,2,+7.\n")).read();
    assertThat(table.names()).containsExactly("a", "b", "c");
    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.source()).isEqualTo("data.csv");
    assertThat(table.numeric("a").value(0)).isEqualTo(1.5);
    assertThat(table.numeric("a").value(1)).isEqualTo(-0.5);
    assertThat(table.text("b").value(0)).isEqualTo("x");
    assertThat(table.text("b").value(1)).isEqualTo("2");
    assertThat(table.numeric("c").value(0)).isEqualTo(1000);
    assertThat(table.numeric("c").value(1)).isEqualTo(7);
  }

  @Test
  void textCanBeForced() throws IOException {
    Path file = file("zip,n\n01067,1\n80331,2\n");
    Table table = CsvFile.of(file).text(List.of("zip")).read();
    assertThat(table.text("zip").value(0)).isEqualTo("01067");
    assertThat(table.numeric("n").value(1)).isEqualTo(2);
    assertThatThrownBy(() -> CsvFile.of(file).text(List.of("zap")).read())
        .isInstanceOf(CsvException.class)
        .hasMessageContainingAll("column 'zap'", "no such column", "[zip, n]");
  }

  @Test
  void aSchemaDecidesTheKindOfItsColumns() throws IOException {
    TableSchema schema =
        new TableSchema(
            List.of(
                new ColumnSchema.Categorical("code", List.of("1", "x")),
                new ColumnSchema.Numeric("n", 0, 1)),
            List.of(new ColumnSchema.Numeric("y", 0, 1)));
    Table table = CsvFile.of(file("code,n,other\n1,2,3\n")).matching(schema).read();
    assertThat(table.text("code").value(0)).isEqualTo("1");
    assertThat(table.numeric("other").value(0)).isEqualTo(3);
    assertThatThrownBy(() -> CsvFile.of(file("code,n\nx,oops\n")).matching(schema).read())
        .isInstanceOf(CsvException.class)
        .hasMessageContainingAll("line 2", "column 'n'", "'oops'");
  }

  @Test
  void filesWithoutHeaderGetNames() throws IOException {
    Table table = CsvFile.of(file("1,x\n2,y\n")).withoutHeader().read();
    assertThat(table.names()).containsExactly("column1", "column2");
    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.numeric("column1").value(1)).isEqualTo(2);
  }

  @Test
  void quotesHoldCommasBreaksAndQuotes() throws IOException {
    Table table =
        CsvFile.of(
                file("\ufeff\"a,1\",b\r\n\"x,\r\ny\",\"say \"\"no\"\"\"\r\n\r\n z ,5\" tube\r\n"))
            .read();
    assertThat(table.names()).containsExactly("a,1", "b");
    assertThat(table.text("a,1").value(0)).isEqualTo("x,\r\ny");
    assertThat(table.text("b").value(0)).isEqualTo("say \"no\"");
    assertThat(table.text("a,1").value(1)).isEqualTo("z");
    assertThat(table.text("b").value(1)).isEqualTo("5\" tube");
  }

  /** Such cells come from old programs of the Mac, and must neither join rows nor hide a line. */
  @Test
  void aQuotedCellMayHoldALoneCarriageReturn() throws IOException {
    Table table = CsvFile.of(file("a,b\n\"x\ry\",\"\rz\"\nu,v\n")).read();
    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.text("a").value(0)).isEqualTo("x\ry");
    assertThat(table.text("b").value(0)).isEqualTo("z");
    assertThat(table.text("a").value(1)).isEqualTo("u");
    assertThatThrownBy(() -> CsvFile.of(file("a,b\n\"x\ry\",\"\rz\"\nu,\n")).read())
        .isInstanceOf(CsvException.class)
        .hasMessageContainingAll(", line 5, column 'b'", "the cell is empty");
  }

  @Test
  void aTableMayBeVeryWide() throws IOException {
    int columns = 20_000;
    String names = IntStream.range(0, columns).mapToObj(i -> "c" + i).collect(joining(","));
    Table table = CsvFile.of(file(names + "\n" + "7,".repeat(columns - 1) + "8\n")).read();
    assertThat(table.columns()).hasSize(columns);
    assertThat(table.numeric("c19999").value(0)).isEqualTo(8);
  }

  /** Java's own stream takes a damaged member for the end of the data. */
  @Test
  void nothingBehindACompressedMemberIsLost() throws IOException {
    Path file = folder.resolve("members.csv.gz");
    byte[] first = compressed("a,b\n1,2\n");
    byte[] second = compressed("3,4\n");
    Files.write(file, concatenated(first, second));
    assertThat(CsvFile.of(file).read().rows()).isEqualTo(2);
    byte[] damaged = second.clone();
    damaged[0] ^= 1;
    for (byte[] rest : List.of(damaged, Arrays.copyOf(second, 5), Arrays.copyOf(second, 15))) {
      Files.write(file, concatenated(first, rest));
      assertThatThrownBy(() -> CsvFile.of(file).read())
          .isInstanceOf(CsvException.class)
          .hasMessageContainingAll(file.toString(), "cannot be read", "complete");
    }
  }

  @Test
  void compressedFilesAreRead() throws IOException {
    Path file = folder.resolve("data.csv.gz");
    Files.write(file, compressed("a,b\n1,2\n"));
    assertThat(CsvFile.of(file).read().numeric("b").value(0)).isEqualTo(2);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 9));
    assertThatThrownBy(() -> CsvFile.of(file).read())
        .isInstanceOf(CsvException.class)
        .hasMessageContainingAll(file.toString(), "cannot be read", "complete");
  }

  /** The end of the first member is the end of the reader's buffer, which its header is not in. */
  @Test
  void whatFollowsAFullBufferIsSeenToo() throws IOException {
    byte[] full = new byte[0];
    for (int letters = 65_000; full.length < 10 + (1 << 16); letters++) {
      full = compressed("a,b\n1," + "x".repeat(letters) + "\n", Deflater.NO_COMPRESSION);
    }
    Path file = folder.resolve("FULL.CSV.GZ");
    Files.write(file, full);
    assertThat(full).hasSize(10 + (1 << 16));
    assertThat(CsvFile.of(file).read().rows()).isEqualTo(1);
    Files.write(file, concatenated(full, new byte[100]));
    assertThatThrownBy(() -> CsvFile.of(file).read())
        .isInstanceOf(CsvException.class)
        .hasMessageContaining("follow the compressed data");
  }

  @Test
  void aMistakeIsNamedThoughALongQuotedCellFollows() throws IOException {
    Path file = file("a,b\n1,\n2,\"" + "x".repeat(300_000) + "\"\n");
    assertThatThrownBy(() -> CsvFile.of(file).read())
        .isInstanceOf(CsvException.class)
        .hasMessageContainingAll(", line 2, column 'b'", "the cell is empty");
  }

  @Test
  void blankLinesAreSkippedWhereTheyAreNoCells() throws IOException {
    assertThat(CsvFile.of(file("\na,b\n\n1,2\n\n\n3,4\n\n")).read().rows()).isEqualTo(2);
    assertThat(CsvFile.of(file("\n\na\n1\n2\n\n\n")).read().rows()).isEqualTo(2);
    assertThat(CsvFile.of(file("\n1\r\n2\r\n")).withoutHeader().read().rows()).isEqualTo(2);
  }

  @Test
  void aQuotedCellWithLineBreaksTearsNoMessage() throws IOException {
    Path file = file("a,b\n1,2\n\"x\nWARN: all is well\u001b[2J\",2\n3,4\n");
    assertThatThrownBy(() -> CsvFile.of(file).read())
        .isInstanceOf(CsvException.class)
        .hasMessageContaining("'x·WARN: all is wellU+001B[2J' is no finite number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void anOpenQuotationMarkIsInItsLineWhateverEndsLines(String end) throws IOException {
    Path file = file(String.join(end, "a,b", "1,x", "2,\"y", "3,z", ""));
    assertThatThrownBy(() -> CsvFile.of(file).read())
        .isInstanceOf(CsvException.class)
        .hasMessageContainingAll(", line 3", "a quotation mark is never closed");
  }

  /** Line breaks are written as {@code /}, quotation marks as {@code '}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "a,b/1,2/3,/          | 3 | b | the cell is empty",
        "a,b/1,2/ ,4/         | 3 | a | the cell is empty",
        "a,b/1,''/            | 2 | b | the cell is empty",
        "a/1//2/              | 3 | a | the cell is empty",
        "a//1/                | 2 | a | the cell is empty",
        "a/'x//y'//z/         | 5 | a | the cell is empty",
        "a,b/1,2/3/           | 3 | b | the row has 1 cell, the header 2",
        "a,b/1,2/3,4,5/       | 3 | b | the row has 3 cells, the header 2",
        "a,b/1,2/x,4/3,6/     | 3 | a | 'x' is no finite number",
        "a,b/1,2/y,4/3,6/     | 3 | a | --text a",
        "a,b/1,2/NaN,4/       | 3 | a | 'NaN' marks a missing value",
        "a,b/1,2/Infinity,4/  | 3 | a | 'Infinity' looks like a number with no finite value",
        "a,b/1,2/1e999,4/     | 3 | a | '1e999' looks like a number with a value beyond float64",
        "a,b/1,2/1f,4/3,6/    | 3 | a | '1f' is no finite number but looks like one with a unit",
        "a,b/1,2/0x1p3,4/3,6/ | 3 | a | '0x1p3' is no finite number",
        "a,b/1,2/1e,4/3,6/    | 3 | a | '1e' is no finite number",
        "a,b/1,2/.,4/         | 3 | a | '.' marks a missing value",
        "a,b/1,2/1 2,4/3,6/   | 3 | a | '1 2' is no finite number",
        "a,b/'x//y',2///z,x/u,3/ | 7 | b | 'x' is no finite number",
        "a,a/1,2/             | 1 | a | two columns have this name",
        "a, a /1,2/           | 1 | a | two columns have this name",
        "a,/1,2/              | 1 | - | column 2 has no name",
        "1,2/3,4/             | 1 | - | there is no header",
        "a,b/                 | 0 | - | the file has no data rows",
        "``                   | 0 | - | the file is empty",
        "a;b/1,5;2,5/         | 2 | a;b | separate the cells by commas",
        "a,b/1,x/2,'y/3,z/    | 3 | - | a quotation mark is never closed",
        "a,b/x,1/'y,2/z,3/    | 3 | - | a quotation mark is never closed",
        "a,b/1,x/2,'y'z/3,z/  | 3 | - | Unexpected character after closing quote",
      })
  void badFilesAreRefusedWithTheirPlace(String text, long line, String column, String found)
      throws IOException {
    Path file = file(text.strip().replace('/', '\n').replace('\'', '"'));
    assertThatThrownBy(() -> CsvFile.of(file).read())
        .isInstanceOf(CsvException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(line > 0 ? ", line " + line : ": ")
        .hasMessageContaining(column == null ? ": " : ", column '" + column + "'")
        .hasMessageContaining(found)
        .hasMessageContaining("; ")
        .asInstanceOf(InstanceOfAssertFactories.type(CsvException.class))
        .satisfies(
            e -> {
              assertThat(e.file()).isEqualTo(file);
              assertThat(e.line()).isEqualTo(line);
              assertThat(e.column()).isEqualTo(column);
            });
  }

  @Test
  void filesThatDoNotExistOrAreHugeCellsAreRefused() throws IOException {
    assertThatThrownBy(() -> CsvFile.of(folder.resolve("no.csv")).read())
        .isInstanceOf(CsvException.class)
        .hasMessageContainingAll("no.csv", "there is no such file", "check the path");
    assertThatThrownBy(() -> CsvFile.of(folder).read())
        .isInstanceOf(CsvException.class)
        .hasMessageContainingAll("this is a folder", "give a CSV file");
    Path huge = file("a,b\n1,\"" + "x\n".repeat(9_000_000));
    assertThatThrownBy(() -> CsvFile.of(huge).read())
        .isInstanceOf(CsvException.class)
        .hasMessageContainingAll("line 2", "maximum buffer size", "quotation marks");
  }

  private static byte[] compressed(String text) throws IOException {
    return compressed(text, Deflater.DEFAULT_COMPRESSION);
  }

  private static byte[] compressed(String text, int level) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        new GZIPOutputStream(bytes) {
          {
            def.setLevel(level);
          }
        }) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("data.csv"), text);
  }
}
