package org.gradcl.cli.training;

import java.util.List;
import java.util.Locale;
import java.util.Map;
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
 */
public record SplitChoice(double validation, long seed, boolean byClass) {
  /** The default. */
  public static final SplitChoice USUAL = new SplitChoice(0.1, 0, true);

  /** The share of rows for the test. */
  private static final double TEST_SHARE = 0.1;

  private static final String VALIDATION = "data.validation";
  private static final String SEED = "data.split_seed";

  private static final double MOST_VALIDATION = 0.9;

  /**
   * The choice that flags make.
   *
   * @throws UsageException if the share that validates is not one
   */
  public static SplitChoice of(double validation, long seed) {
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
    return new SplitChoice(validation, seed, true);
  }

  /** Splits the rows of a table whose columns {@code target} are to be predicted. */
  Split split(Table table, List<String> target) {
    RandomKey key = RandomKey.ofSeed(seed);
    return byClass && target.size() == 1 && table.column(target.get(0)) instanceof TextColumn texts
        ? Split.byClass(texts, validation, TEST_SHARE, key)
        : Split.random(table.rows(), validation, TEST_SHARE, key);
  }

  /** Adds the texts that are saved with the model. */
  void save(Map<String, String> attributes) {
    attributes.put(VALIDATION, Double.toString(validation));
    if (byClass) {
      attributes.put(SEED, Long.toString(seed));
    }
  }

  /**
   * The choice of saved attributes. An earlier version saved no seed; it was 0, and classes did not
   * count.
   *
   * @throws org.gradcl.data.DataException if one is damaged
   */
  static SplitChoice of(SavedAttributes saved) {
    boolean byClass = saved.ifSaved(SEED).isPresent();
    return new SplitChoice(
        saved.number(VALIDATION, Double::valueOf),
        byClass ? saved.number(SEED, Long::valueOf) : 0,
        byClass);
  }
}
