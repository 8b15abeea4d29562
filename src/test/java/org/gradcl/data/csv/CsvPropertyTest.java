package org.gradcl.data.csv;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gradcl.data.table.Table;
import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class CsvPropertyTest {
  private static final String PRINTABLE =
      IntStream.rangeClosed(' ', '~').mapToObj(Character::toString).collect(Collectors.joining());

  private static Path file;

  @BeforeAll
  static void createFile() throws IOException {
    file = Files.createTempFile("property", ".csv");
  }

  @AfterAll
  static void deleteFile() throws IOException {
    Files.delete(file);
  }

  @SeededCases(300)
  void whatIsWrittenIsRead(Draw draw) throws IOException {
    List<Double> numbers = draw.list(1, 30, draw::anyDouble);
    String drawn = draw.text(1, 12, PRINTABLE + "äß€,\"\n\r").strip();
    String text = drawn.isEmpty() ? "\"" : drawn;
    LineDelimiter end = draw.of(LineDelimiter.values());
    StringWriter csv = new StringWriter();
    try (CsvWriter writer = CsvWriter.builder().lineDelimiter(end).build(csv)) {
      writer.writeRecord("number", "text");
      for (double number : numbers) {
        writer.writeRecord(Double.toString(number), text);
      }
    }
    Files.writeString(file, csv.toString());
    Table table = CsvFile.of(file).text(List.of("text")).read();
    assertThat(table.rows()).isEqualTo(numbers.size());
    for (int row = 0; row < numbers.size(); row++) {
      assertThat(table.numeric("number").value(row)).isEqualTo(numbers.get(row));
      assertThat(table.text("text").value(row)).isEqualTo(text);
    }
  }

  /** Whatever the characters, the file is read or refused, and nothing else happens. */
  @SeededCases
  void anyTextIsReadOrRefusedWithItsFile(Draw draw) throws IOException {
    String text = draw.text(0, 40, "ab12.,,\"\"\n\n\r ");
    Files.writeString(file, text);
    Table table;
    try {
      table = CsvFile.of(file).read();
    } catch (CsvException refused) {
      assertThat(refused).hasMessageStartingWith(file.toString());
      assertThat(refused.line()).isBetween(0L, 1 + text.chars().filter(c -> c < 20).count());
      return;
    }
    assertThat(table.rows()).isPositive();
  }
}
