package org.gradcl.cli.training;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradcl.data.table.Split;
import org.gradcl.data.table.Table;
import org.gradcl.data.table.TextColumn;
import org.gradcl.random.RandomKey;

/**
 * The choice of how the rows of a CSV file are split. Immutable.
 *
 * @param validation the share of rows that validate
 * @param seed decides the split; the seed of a training does not change it
 * @param byClass whether each class has its share of each part, where the target is one; runs that
 *     an earlier version began split all rows as one
 * @param test the rows for the test; where they are the last ones, shares are of those before
 */
public record SplitChoice(double validation, long seed, boolean byClass, TestRows test) {
  /** The default. */
  public static final SplitChoice USUAL = new SplitChoice(0.1, 0, true, TestRows.USUAL);

  private static final double ROUNDING = 1e-12;
  private static final String VALIDATION = "data.validation";
  private static final String SEED = "data.split_seed";
  private static final String TEST = "data.test";

  /**
   * The choice that flags make.
   *
   * @throws UsageException if the share that validates is not one
   */
  public static SplitChoice of(double validation, long seed, TestRows test) {
    // Written so that NaN is refused; the sum may lie a rounding below 1.
    if (!(validation >= 0 && validation + test.share() < 1 - ROUNDING)) {
      throw new UsageException(
          test.share() == 0
              ? "--validation is a share from 0 to below 1; found " + validation
              : String.format(
                  Locale.ROOT,
                  "--validation is a share from 0 to below %s, since another, of %s, is for the"
                      + " final test; found %s",
                  BigDecimal.ONE.subtract(BigDecimal.valueOf(test.share())),
                  test.share(),
                  validation));
    }
    return new SplitChoice(validation, seed, true, test);
  }

  /**
   * Splits the rows of a table whose columns {@code target} are to be predicted.
   *
   * @throws org.gradcl.data.DataException if no row is left for training
   */
  Split split(Table table, List<String> target) {
    int before = test.before(table.rows());
    RandomKey key = RandomKey.ofSeed(seed);
    Table shared =
        before == table.rows() ? table : table.select(IntStream.range(0, before).toArray());
    Split split =
        byClass && target.size() == 1 && shared.column(target.get(0)) instanceof TextColumn texts
            ? Split.byClass(texts, validation, test.share(), key)
            : Split.random(before, validation, test.share(), key);
    return split.append(table.rows() - before, Split.Part.TEST);
  }

  /** Adds the texts that are saved with the model. */
  void save(Map<String, String> attributes) {
    attributes.put(VALIDATION, Double.toString(validation));
    attributes.put(TEST, test.toString());
    if (byClass) {
      attributes.put(SEED, Long.toString(seed));
    }
  }

  /**
   * The choice of saved attributes. An earlier version saved no seed; it was 0, and classes did not
   * count; one before this saved no test rows, which were a tenth.
   *
   * @throws org.gradcl.data.DataException if one is damaged
   */
  static SplitChoice of(SavedAttributes saved) {
    boolean byClass = saved.ifSaved(SEED).isPresent();
    return new SplitChoice(
        saved.number(VALIDATION, Double::valueOf),
        byClass ? saved.number(SEED, Long::valueOf) : 0,
        byClass,
        saved
            .ifSaved(TEST)
            .map(
                text ->
                    SavedAttributes.meaning(TEST, text, "a share or last rows", TestRows::parse))
            .orElse(TestRows.USUAL));
  }
}
