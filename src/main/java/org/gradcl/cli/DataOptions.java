package org.gradcl.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.gradcl.cli.training.DataChoice;
import org.gradcl.cli.training.Problems;
import org.gradcl.cli.training.SplitChoice;
import org.gradcl.cli.training.TestRows;
import org.gradcl.cli.training.UsageException;
import org.gradcl.data.table.MissingValues;
import picocli.CommandLine.Option;

/** The flags that choose the data, the same in every command that trains. */
final class DataOptions {
  private static final Pattern QUOTED = Pattern.compile("^\"(.*)\"$");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      converter = ArgumentReaders.Name.class,
      description =
          "What to learn from: diamonds (the default), digits, or a CSV file with a header, also"
              + " compressed (.csv.gz).")
  private String data;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      split = ",",
      description =
          "The columns of a CSV file to predict, separated by commas; a name with a comma is"
              + " written in double quotes. Numbers are predicted as numbers, a column of texts as"
              + " classes.")
  private List<String> target = List.of();

  @Option(
      names = "--text",
      paramLabel = "COLUMN",
      split = ",",
      description =
          "Columns of a CSV file that hold texts even if they look like numbers: each different"
              + " text becomes a category; named as in --target. Without this, a column is numeric"
              + " if more than half of its cells are numbers.")
  private List<String> text = List.of();

  @Option(
      names = "--ignore",
      paramLabel = "COLUMN",
      split = ",",
      description =
          "Columns of a CSV file that are left out, such as numbers of customers; named as in"
              + " --target. They may hold anything.")
  private List<String> ignore = List.of();

  @Option(
      names = "--missing",
      paramLabel = "POLICY",
      description =
          "What is done with rows of a CSV file that lack a value (an empty cell, or a mark such as"
              + " NA, null, - or ?): refuse, the default; drop, which leaves them out;"
              + " mean, which puts the mean of the training part in place of a missing input and"
              + " leaves out rows without their target. Kept in the model, for predict.")
  private MissingValues missing = MissingValues.REFUSE;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description =
          "The share of a CSV file's rows that validate, 0.1 by default. Where"
              + " the target is a column of texts, each class has this share.")
  private double validation = SplitChoice.USUAL.validation();

  @Option(
      names = "--test",
      paramLabel = "ROWS",
      description =
          "The rows of a CSV file for the final test: a share at random, 0.1 by default, or the"
              + " last ones, such as \"last 359\", for rows in an order that counts, as of time;"
              + " --validation is then a share of the rows before them.")
  private String test = TestRows.USUAL.toString();

  @Option(
      names = "--split-seed",
      paramLabel = "N",
      description =
          "Decides which rows of a CSV file train, validate and test; 0 by default. --seed does not"
              + " change this, so that runs with several seeds can be compared.")
  private long splitSeed = SplitChoice.USUAL.seed();

  /** The folder of the project, which holds the examples' data. */
  static Path home() {
    return Path.of(System.getProperty("gradcl.home", ""));
  }

  /** Whether data was named. */
  boolean given() {
    return data != null;
  }

  /**
   * The choice that the flags make.
   *
   * @throws UsageException if the share that validates is not one, or a column is left out and
   *     asked for
   */
  DataChoice choice() {
    DataChoice choice =
        new DataChoice(
            data == null ? Problems.DIAMONDS : data,
            unquoted(target),
            unquoted(text),
            unquoted(ignore),
            missing,
            SplitChoice.of(
                validation, splitSeed, UsageException.value(() -> TestRows.parse(test))));
    refuseIgnored("--target", choice.target(), choice.ignore());
    refuseIgnored("--text", choice.text(), choice.ignore());
    return choice;
  }

  private static void refuseIgnored(String flag, List<String> names, List<String> ignored) {
    for (String name : names) {
      if (ignored.contains(name)) {
        throw new UsageException(
            String.format(
                "%s and --ignore both name the column '%s', which can't be used and left out; name"
                    + " it once",
                flag, name));
      }
    }
  }

  /**
   * Quotes keep picocli from parting a name at its commas; they stay, as "length, mm" does here.
   */
  private static List<String> unquoted(List<String> names) {
    return names.stream().map(name -> QUOTED.matcher(name).replaceFirst("$1")).toList();
  }
}
