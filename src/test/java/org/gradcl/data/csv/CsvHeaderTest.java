package org.gradcl.data.csv;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.gradcl.data.table.ColumnSchema;
import org.gradcl.data.table.Table;
import org.gradcl.data.table.TableSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names of columns: for prediction only those of the schema are checked, else all that are read.
 */
class CsvHeaderTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          List.of(new ColumnSchema.Numeric("a", 0, 1), new ColumnSchema.Numeric("b", 0, 1)),
          List.of(new ColumnSchema.Numeric("y", 0, 1)));

  @TempDir private Path folder;

  @Test
  void aFileWithoutNamelessColumnsHasNoneToIgnore() throws IOException {
    CsvFile file = file("a,y\n1,2\n").ignore(List.of(""));
    assertThatThrownBy(file::read)
        .isInstanceOf(CsvException.class)
        .hasMessageEndingWith(
            "data.csv: there is no column without a name to leave out; the file has [a, y]");
  }

  private CsvFile file(String text) throws IOException {
    return CsvFile.of(Files.writeString(folder.resolve("data.csv"), text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",a,b\n0,1,2\n",
        "a,b,\n1,2,\n",
        "a,b\n1,2,,\n",
        "a,b,note\n1,2\n",
        "a,b,note,note\n1,2,x,y\n",
        "7,b,8,a,7\n,2,,1,\n",
        "y,b,a\n,2,1\n",
        " a , b \n1,2\n",
      })
  void aPredictionReadsWhatTheModelKnows(String text) throws IOException {
    Table table = file(text).inputsOf(SCHEMA).read();
    assertThat(table.names()).containsExactlyInAnyOrder("a", "b");
    assertThat(table.numeric("a").value(0)).isEqualTo(1);
    assertThat(table.numeric("b").value(0)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,c;1,2         | missing columns [b]; the file has [a, c]",
        "A,b;1,2         | missing columns [a]; the file has [A, b] (rename 'A' to 'a')",
        "a,b,a;1,2,3     | line 1, column 'a': two columns have this name, and the model needs one",
        "1,2;3,4         | missing columns [a, b]; the first line, which should name the columns",
        "a,b;1           | line 2, column 'b': the row has 1 cell, the header 2",
        "a,note,b;1,x    | line 2, column 'b': the row has 2 cells, the header 3",
        "a,b;1,2,x       | line 2, column 'b': the row has 3 cells, the header 2",
      })
  void whatTheModelNeedsIsNamed(String text, String message) throws IOException {
    CsvFile file = file(text.strip().replace(';', '\n') + "\n").inputsOf(SCHEMA);
    assertThatThrownBy(file::read).isInstanceOf(CsvException.class).hasMessageContaining(message);
  }

  @Test
  void ofThousandsOfColumnsAFewAreNamed() throws IOException {
    List<ColumnSchema> columns =
        IntStream.range(0, 2000)
            .<ColumnSchema>mapToObj(i -> new ColumnSchema.Numeric("B_" + i, 0, 1))
            .toList();
    TableSchema schema = new TableSchema(columns, SCHEMA.targets());
    String names = IntStream.range(0, 2000).mapToObj(i -> "b_" + i).collect(joining(","));
    CsvFile later = file(names + "\n" + "1,".repeat(1999) + "1\n");
    assertThatThrownBy(later.inputsOf(schema)::read)
        .message()
        .contains("missing columns [B_0, ", "B_19, … 1,980 more]; the file has [b_0, ")
        .contains("(rename 'b_4' to 'B_4')")
        .hasSizeLessThan(700);
    for (CsvFile asked : List.of(later.text(List.of("B_9")), later.ignore(List.of("B_9")))) {
      assertThatThrownBy(asked::read).hasMessageContaining("the file has [b_9, b_0, b_1, ");
    }
  }

  @Test
  void namesInOneCellAreAnotherSeparator() throws IOException {
    CsvFile file = file("a;b\n1;2\n").inputsOf(SCHEMA);
    assertThatThrownBy(file::read)
        .hasMessageContaining("missing columns [a, b]; the file has [a;b]; separate the cells by")
        .hasMessageEndingWith("sep=;");
  }

  @Test
  void aTitleAboveTheHeaderIsNamed() throws IOException {
    for (String title : List.of("# measured in May", "Report 2023\n")) {
      assertThatThrownBy(file(title + "\na,b\n1,2\n")::read)
          .hasMessageContaining("the row has 2 cells, the header 1")
          .hasMessageContaining("without a title or a comment above it");
    }
  }

  @Test
  void somethingIsLeftToBeRead() throws IOException {
    assertThatThrownBy(file("a,b\n1,2\n").ignore(List.of("a", "b"))::read)
        .isInstanceOf(CsvException.class)
        .hasMessageContaining("no column is left to be read; leave out fewer");
  }

  @Test
  void ignoredColumnsMayHaveAnyNameAndHoldAnything() throws IOException {
    Table table = file(",a,note,note,y\n0,1,,?,2\n1,3,x,y,4\n").ignore(List.of("", "note")).read();
    assertThat(table.names()).containsExactly("a", "y");
    assertThat(table.rows()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,y;1,2     | column 'id': there is no such column to leave out; the file has [a, y]",
        "id,,y;1,2,3 | column 2 has no name; name it, or leave out columns without a name (on",
        "id,y,y;1,2,3| column 'y': two columns have this name; rename one, or leave out both (on",
      })
  void whatIsReadIsNamedOnceAndWhatIsIgnoredIsThere(String text, String message)
      throws IOException {
    CsvFile file = file(text.strip().replace(';', '\n') + "\n").ignore(List.of("id"));
    assertThatThrownBy(file::read).isInstanceOf(CsvException.class).hasMessageContaining(message);
  }
}
