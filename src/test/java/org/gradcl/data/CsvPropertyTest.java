package org.gradcl.data;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class CsvPropertyTest {
  private static Path file;

  @BeforeContainer
  static void createFile() throws IOException {
    file = Files.createTempFile("property", ".csv");
  }

  @AfterContainer
  static void deleteFile() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 300)
  void whatIsWrittenIsRead(
      @ForAll @Size(min = 1, max = 30) List<@From("numbers") Double> numbers,
      @ForAll("text") String text,
      @ForAll LineDelimiter end)
      throws IOException {
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
  @Property(tries = 1000)
  void anyTextIsReadOrRefusedWithItsFile(@ForAll("messyCsv") String text) throws IOException {
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

  @Provide
  Arbitrary<Double> numbers() {
    return Arbitraries.doubles().filter(Double::isFinite);
  }

  @Provide
  Arbitrary<String> text() {
    return Arbitraries.strings()
        .withCharRange(' ', '~')
        .withChars("äß€,\"\n\r")
        .ofMinLength(1)
        .ofMaxLength(12)
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  @Provide
  Arbitrary<String> messyCsv() {
    return Arbitraries.strings().withChars("ab12.,,\"\"\n\n\r ").ofMaxLength(40);
  }
}
