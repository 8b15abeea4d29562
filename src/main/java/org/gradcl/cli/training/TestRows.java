package org.gradcl.cli.training;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradcl.data.DataException;
import org.gradcl.text.Figures;

/**
 * The choice of the rows for the test: a share of all, at random, or the last ones of the file,
 * such as those of other writers or of a later time. Immutable.
 *
 * @param share of all rows, from 0 to below 1; 0 if the last ones are meant
 * @param last how many of the last rows; 0 if a share is meant
 */
public record TestRows(double share, int last) {
  /** The default: a tenth. */
  public static final TestRows USUAL = new TestRows(0.1, 0);

  private static final String LAST = "last ";
  private static final Pattern LAST_ROWS = Pattern.compile("last\\s+([1-9][0-9]{0,8})");
  private static final Pattern SHARE = Pattern.compile("0|0?\\.[0-9]+");

  /**
   * The choice of a text such as {@code 0.1} or {@code last 359}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static TestRows parse(String text) {
    Matcher lastRows = LAST_ROWS.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (lastRows.matches()) {
      return new TestRows(0, Integer.parseInt(lastRows.group(1)));
    }
    if (SHARE.matcher(text.strip()).matches()) {
      return new TestRows(Double.parseDouble(text.strip()), 0);
    }
    throw new IllegalArgumentException(
        String.format(
            "The rows for the test are a share of all from 0 to below 1, such as 0.1, or the last"
                + " ones, such as 'last 359'; found '%s'",
            text));
  }

  /**
   * How many rows stand before the last ones; all if a share is meant.
   *
   * @throws DataException if none is left to train on
   */
  int before(int rows) {
    if (last >= rows) {
      throw new DataException(
          String.format(
              "--test \"%s\" leaves none of %s rows to train on; let fewer rows test, or give more",
              this, Figures.count(rows)));
    }
    return rows - last;
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return last > 0 ? LAST + last : Double.toString(share);
  }
}
