package org.gradcl.cli.training;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.gradcl.data.DataException;
import org.gradcl.data.csv.CsvException;
import org.gradcl.data.csv.CsvFile;
import org.gradcl.data.csv.ExampleDataSets;
import org.gradcl.data.table.MissingValues;
import org.gradcl.data.table.Split;
import org.gradcl.data.table.Table;
import org.gradcl.data.table.TableSchema;
import org.gradcl.text.NameList;

/** Reads the data of a problem: one of the two examples, or a CSV file. */
public final class Problems {
  /** The example that is trained when nothing else is asked for. */
  public static final String DIAMONDS = "diamonds";

  /** The example that completes pictures. */
  public static final String DIGITS = "digits";

  private static final int DIGIT_WIDTH = 8;

  private Problems() {}

  /**
   * Reads the data.
   *
   * @param choice what was asked for
   * @param home the folder of the project, where the examples' data lies
   * @throws CsvException if the file can't be read; the message has file, line and column
   * @throws DataException if it can't be used
   * @throws UsageException if the choice contradicts itself, or lacks a target
   */
  public static Problem read(DataChoice choice, Path home) throws CsvException {
    return read(choice, home, Optional.empty(), false);
  }

  /** Reads the data with every column, also of those that don't vary: they have places. */
  public static Problem readEveryColumn(DataChoice choice, Path home) throws CsvException {
    return read(choice, home, Optional.empty(), true);
  }

  /**
   * Reads the data again with which a run began.
   *
   * @param choice of that run
   * @param home the folder of the project, where the examples' data lies
   * @param begunWith the schema of that run; that of the problem is fitted in the same way, and
   *     equal to it if the data is
   * @throws CsvException if the file can't be read; the message has file, line and column
   * @throws DataException if it can't be used
   */
  public static Problem readAgain(DataChoice choice, Path home, TableSchema begunWith)
      throws CsvException {
    return read(choice, home, Optional.of(begunWith), false);
  }

  private static Problem read(
      DataChoice choice, Path home, Optional<TableSchema> begunWith, boolean everyColumn)
      throws CsvException {
    if (!choice.isExample()) {
      return table(choice, begunWith, everyColumn);
    }
    choice.refuseTable();
    return choice.data().equals(DIAMONDS)
        ? diamonds(example(home, "diamonds.csv.gz"), begunWith)
        : digits(example(home, "digits.csv.gz"));
  }

  private static Problem diamonds(Path file, Optional<TableSchema> begunWith) throws CsvException {
    Table table = ExampleDataSets.diamonds(file);
    Split split = ExampleDataSets.diamondsSplit(table.rows());
    TableSchema schema = fitted(table.select(split.training()), List.of("price"), begunWith, false);
    return new Problem(DIAMONDS, table, split, schema, "dollars", OptionalInt.empty());
  }

  private static Problem digits(Path file) throws CsvException {
    Table table = ExampleDataSets.digitsTable(file);
    Split split = ExampleDataSets.digitsSplit(table.rows());
    TableSchema schema = ExampleDataSets.digitsSchema(table);
    return new Problem(DIGITS, table, split, schema, "grey levels", OptionalInt.of(DIGIT_WIDTH));
  }

  private static TableSchema fitted(
      Table training, List<String> targets, Optional<TableSchema> begunWith, boolean everyColumn) {
    return begunWith
        .map(schema -> schema.refit(training))
        .orElseGet(
            () ->
                everyColumn
                    ? TableSchema.fitAll(training, targets)
                    : TableSchema.fit(training, targets));
  }

  private static Problem table(
      DataChoice choice, Optional<TableSchema> begunWith, boolean everyColumn) throws CsvException {
    Path file = Path.of(choice.data());
    if (!Files.exists(file)) {
      throw new DataException(
          String.format(
              "There is no file '%s', and no example of that name; the examples are %s and %s",
              file, DIAMONDS, DIGITS));
    }
    CsvFile named = CsvFile.of(file).text(choice.text()).ignore(choice.ignore());
    CsvFile csv = choice.missing() == MissingValues.REFUSE ? named : named.allowMissing();
    Table whole = begunWith.map(csv::matching).orElse(csv).read();
    if (whole.names().size() == 1) {
      throw new DataException(
          String.format(
              "%s has the one column '%s'%s, which leaves nothing to predict from; %s",
              file,
              whole.names().get(0),
              choice.ignore().isEmpty() ? "" : " that --ignore does not name",
              choice.ignore().isEmpty()
                  ? "are its cells separated by commas? A line such as sep=; in front of it names"
                      + " another separator"
                  : "let --ignore name fewer"));
    }
    if (choice.target().isEmpty()) {
      throw new UsageException(
          String.format(
              "%s: say what is to be predicted, by --target COLUMN; the columns are %s",
              file, NameList.of(whole.names())));
    }
    Table table = withValues(whole, choice);
    Split split = choice.split().split(table, choice.target());
    TableSchema schema =
        fitted(table.select(split.training()), choice.target(), begunWith, everyColumn)
            .withMissing(choice.missing());
    String name = file.getFileName().toString();
    return new Problem(name, table, split, schema, "", OptionalInt.empty());
  }

  /** Without the rows that lack what they must have: their targets, or any value. */
  private static Table withValues(Table whole, DataChoice choice) {
    return switch (choice.missing()) {
      case REFUSE -> whole;
      case DROP ->
          MissingCells.of(whole, whole.names())
              .withoutRows("lack a value", "give --missing mean, or leave out columns by --ignore");
      case MEAN -> {
        Table table =
            MissingCells.of(whole, choice.target())
                .withoutRows("lack their target", "give the rows what is to be learnt from them");
        MissingCells.of(table, table.names()).warnOfMeans();
        yield table;
      }
    };
  }

  private static Path example(Path home, String file) {
    Path path = home.resolve("src/examples/data").resolve(file);
    if (!Files.exists(path)) {
      throw new DataException(
          String.format(
              "The example's data is not at %s; start by the script gradcl or in the project's"
                  + " folder, or give a file of your own by --data FILE.csv --target COLUMN",
              path.toAbsolutePath()));
    }
    return path;
  }
}
