package org.gradcl.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.gradcl.cli.training.DataChoice;
import org.gradcl.cli.training.Problems;
import org.gradcl.cli.training.UsageException;
import picocli.CommandLine.Option;

/** Which data: the same flags in every command that trains. */
final class DataOptions {
  private static final double MOST_VALIDATION = 0.9;
  private static final Pattern QUOTED = Pattern.compile("^\"(.*)\"$");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "What to learn from: diamonds (the default), digits, or a CSV file with a header, also"
              + " compressed (.csv.gz).")
  private String data;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      split = ",",
      description =
          "The columns of a CSV file to predict, separated by commas; a name with a comma in it"
              + " stands in double quotes. Numbers are predicted as numbers, a column of texts as"
              + " classes.")
  private List<String> target = List.of();

  @Option(
      names = "--text",
      paramLabel = "COLUMN",
      split = ",",
      description =
          "Columns of a CSV file that hold texts even if they look like numbers: each different"
              + " text becomes a category; named as in --target. Without this, a column is numeric if its first cell is.")
  private List<String> text = List.of();

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description =
          "The share of a CSV file's rows that validate, from 0 to below 0.9; 0.1 by default."
              + " Another tenth is for the final test.")
  private double validation = DataChoice.DEFAULT_VALIDATION;

  /** The folder of the project, where the examples' data lies. */
  static Path home() {
    return Path.of(System.getProperty("gradcl.home", ""));
  }

  /** Whether data was named. */
  boolean given() {
    return data != null;
  }

  /**
   * What was asked for.
   *
   * @throws UsageException if the share that validates is not one
   */
  DataChoice choice() {
    // Written so that NaN is refused.
    if (!(validation >= 0 && validation < MOST_VALIDATION)) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--validation is a share from 0 to below %s, since another tenth is for the final"
                  + " test; found %s",
              MOST_VALIDATION,
              validation));
    }
    return new DataChoice(
        data == null ? Problems.DIAMONDS : data, unquoted(target), unquoted(text), validation);
  }

  /**
   * Quotes keep picocli from parting a name at its commas; they stay, as "length, mm" does here.
   */
  private static List<String> unquoted(List<String> names) {
    return names.stream().map(name -> QUOTED.matcher(name).replaceFirst("$1")).toList();
  }
}
