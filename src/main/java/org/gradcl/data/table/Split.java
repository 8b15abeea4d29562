package org.gradcl.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.gradcl.data.DataException;
import org.gradcl.random.Purpose;
import org.gradcl.random.RandomKey;
import org.gradcl.random.RandomStream;

/**
 * The division of rows into a part to train on, a part to choose settings by, and a part that is
 * held out to the end. Row numbers count from 0 and are ascending within a part; a part may be
 * empty, but for the training part.
 *
 * <p>Immutable: the arrays given out are copies.
 */
public final class Split {
  /** The part that a row belongs to. */
  public enum Part {
    /** Parameters, means and scales are learnt from these rows. */
    TRAINING,
    /** Settings and the best epoch are chosen by these rows. */
    VALIDATION,
    /** These rows are looked at once, at the end. */
    TEST
  }

  private final int[][] rows;

  private Split(Part[] partOfRow) {
    int[] counts = new int[Part.values().length];
    for (Part part : partOfRow) {
      counts[part.ordinal()]++;
    }
    rows = Arrays.stream(counts).mapToObj(int[]::new).toArray(int[][]::new);
    Arrays.fill(counts, 0);
    for (int row = 0; row < partOfRow.length; row++) {
      int part = partOfRow[row].ordinal();
      rows[part][counts[part]++] = row;
    }
    requireTraining(partOfRow.length, validation().length, test().length);
  }

  /**
   * {@return a split by row number}
   *
   * @param rows how many there are
   * @param partOfRow the part of each row, by its number from 0
   * @throws DataException if no row is for training
   */
  public static Split byRow(int rows, IntFunction<Part> partOfRow) {
    requireTraining(rows, 0, 0);
    Part[] parts = new Part[rows];
    for (int row = 0; row < rows; row++) {
      parts[row] = partOfRow.apply(row);
    }
    return new Split(parts);
  }

  /**
   * {@return a random split: round(rows · fraction) rows for validation and for the test, the rest
   * for training} The key decides which.
   *
   * @param rows how many there are
   * @param validation fraction in [0, 1)
   * @param test fraction in [0, 1)
   * @param key decides which rows
   * @throws DataException if a fraction lies outside its range or no row is left for training
   */
  public static Split random(int rows, double validation, double test, RandomKey key) {
    requireFraction("validation", validation);
    requireFraction("test", test);
    long validationRows = Math.round(rows * validation);
    long testRows = Math.round(rows * test);
    requireTraining(rows, validationRows, testRows);
    Part[] parts = new Part[rows];
    Arrays.fill(parts, Part.TRAINING);
    int[] shuffled = new RandomStream(key, Purpose.SPLIT, 0, 0).permutation(rows);
    for (int i = 0; i < Math.min(rows, validationRows + testRows); i++) {
      parts[shuffled[i]] = i < testRows ? Part.TEST : Part.VALIDATION;
    }
    return new Split(parts);
  }

  /**
   * {@return a random split in which each class has its share of each part} The parts have as many
   * rows as in {@link #random}, and each class in them its share, rounded up or down; but every
   * class has at least one row for training, so that none is met for the first time when the
   * training is over. Where many classes have one row or two, validation and test are smaller.
   *
   * @param classes the class of each row
   * @param validation fraction in [0, 1)
   * @param test fraction in [0, 1)
   * @param key decides which rows
   * @throws DataException if a fraction lies outside its range or no row is left for training
   */
  public static Split byClass(TextColumn classes, double validation, double test, RandomKey key) {
    requireFraction("validation", validation);
    requireFraction("test", test);
    int rows = classes.rows();
    // The first of each class trains; the others follow class by class, in random order.
    Map<Integer, List<Integer>> others = new LinkedHashMap<>();
    for (int row : new RandomStream(key, Purpose.SPLIT, 0, 0).permutation(rows)) {
      List<Integer> ofClass = others.get(classes.textNumber(row));
      if (ofClass == null) {
        others.put(classes.textNumber(row), new ArrayList<>());
      } else {
        ofClass.add(row);
      }
    }
    long validationRows = Math.round(rows * validation);
    long testRows = Math.round(rows * test);
    requireTraining(rows, validationRows, testRows);
    int[] free = others.values().stream().flatMap(List::stream).mapToInt(row -> row).toArray();
    long held = Math.min(free.length, validationRows + testRows);
    Part[] parts = new Part[rows];
    Arrays.fill(parts, Part.TRAINING);
    for (int i = 0, taken = 0; i < free.length; i++) {
      // Of those held out, evenly spread over the classes, as evenly many test.
      if (isNext(i, held, free.length)) {
        boolean tests = isNext(taken++, testRows, validationRows + testRows);
        parts[free[i]] = tests ? Part.TEST : Part.VALIDATION;
      }
    }
    return new Split(parts);
  }

  /**
   * {@return this split and rows behind its own, all of one part, such as the last ones of a file
   * that are held out because they are of a later time}
   *
   * @param count of the rows behind, at least 0
   * @param part theirs
   * @throws DataException if the count is negative
   */
  public Split append(int count, Part part) {
    if (count < 0) {
      throw new DataException("There are at least 0 rows to append, found " + count);
    }
    int before = Arrays.stream(rows).mapToInt(ofPart -> ofPart.length).sum();
    Part[] parts = new Part[before + count];
    Arrays.fill(parts, part);
    for (Part own : Part.values()) {
      for (int row : rows[own.ordinal()]) {
        parts[row] = own;
      }
    }
    return new Split(parts);
  }

  /** Whether, of {@code some} numbers spread evenly over those from 0 to {@code all}, one is i. */
  private static boolean isNext(int i, long some, long all) {
    return (i + 1) * some / all > i * some / all;
  }

  /** {@return the rows that parameters are learnt from} */
  public int[] training() {
    return rows(Part.TRAINING);
  }

  /** {@return the rows that settings are chosen by; may be empty} */
  public int[] validation() {
    return rows(Part.VALIDATION);
  }

  /** {@return the rows that are held out to the end; may be empty} */
  public int[] test() {
    return rows(Part.TEST);
  }

  /**
   * {@return the rows of a part}
   *
   * @param part training, validation or test
   */
  public int[] rows(Part part) {
    return rows[part.ordinal()].clone();
  }

  /** For example {@code 43152 training, 5394 validation, 5394 test}. */
  @Override
  public String toString() {
    return String.format(
        "%d training, %d validation, %d test", rows[0].length, rows[1].length, rows[2].length);
  }

  private static void requireTraining(int rows, long validation, long test) {
    if (rows <= validation + test) {
      throw new DataException(
          String.format(
              "Of %d rows %d are for validation and %d for the test, which leaves none for"
                  + " training; let their shares be smaller, or give more rows",
              rows, validation, test));
    }
  }

  private static void requireFraction(String name, double fraction) {
    if (!(fraction >= 0 && fraction < 1)) {
      throw new DataException(
          "The " + name + " fraction must be at least 0 and below 1, found " + fraction);
    }
  }
}
