package org.gradcl.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.gradcl.data.DataException;
import org.gradcl.data.table.Split.Part;
import org.gradcl.random.RandomKey;
import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;
import org.junit.jupiter.api.Test;

class SplitTest {
  @Test
  void byRowNumber() {
    Split split =
        Split.byRow(
            20, row -> row % 10 == 9 ? Part.TEST : row % 10 == 4 ? Part.VALIDATION : Part.TRAINING);
    assertThat(split.test()).containsExactly(9, 19);
    assertThat(split.validation()).containsExactly(4, 14);
    assertThat(split.training())
        .containsExactly(0, 1, 2, 3, 5, 6, 7, 8, 10, 11, 12, 13, 15, 16, 17, 18);
    assertThat(split).hasToString("16 training, 2 validation, 2 test");
  }

  @SeededCases
  void aRandomSplitGivesEachRowToOnePart(Draw draw) {
    RandomKey key = RandomKey.ofSeed(draw.anyLong());
    int rows = draw.integer(10, 400);
    double validation = draw.number(0, 0.4);
    double test = draw.number(0, 0.4);
    Split split = Split.random(rows, validation, test, key);
    assertThat(split.validation()).hasSize((int) Math.round(rows * validation)).isSorted();
    assertThat(split.test()).hasSize((int) Math.round(rows * test)).isSorted();
    assertThat(split.training()).isSorted();
    int[] all =
        Arrays.stream(Part.values()).flatMapToInt(p -> IntStream.of(split.rows(p))).toArray();
    Arrays.sort(all);
    assertThat(all).containsExactly(IntStream.range(0, rows).toArray());
    assertThat(Split.random(rows, validation, test, key).training())
        .containsExactly(split.training());
  }

  @Test
  void rowsBehindASplitAreOfOnePart() {
    Split split = Split.random(20, 0.2, 0, RandomKey.ofSeed(3));
    Split longer = split.append(5, Part.TEST);
    assertThat(longer.training()).containsExactly(split.training());
    assertThat(longer.validation()).containsExactly(split.validation());
    assertThat(longer.test()).containsExactly(20, 21, 22, 23, 24);
    assertThat(split.test()).isEmpty();
    assertThatThrownBy(() -> split.append(-1, Part.TEST))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found -1");
  }

  /** A run that another version resumes must not train on what was held out. */
  @Test
  void aSeedsSplitIsTheSameForEver() {
    Split split = Split.random(20, 0.2, 0.1, RandomKey.ofSeed(3));
    assertThat(split.validation()).containsExactly(1, 8, 11, 19);
    assertThat(split.test()).containsExactly(0, 18);
  }

  @Test
  void seedsHaveSplitsOfTheirOwn() {
    assertThat(Split.random(100, 0.3, 0, RandomKey.ofSeed(1)).validation())
        .isNotEqualTo(Split.random(100, 0.3, 0, RandomKey.ofSeed(2)).validation());
  }

  @Test
  void splitsWithoutTrainingRowsAndOddFractionsAreRefused() {
    assertThatThrownBy(() -> Split.byRow(3, row -> Part.TEST))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Of 3 rows 0 are for validation and 3 for the test");
    assertThatThrownBy(() -> Split.random(10, 0.6, 0.6, RandomKey.ofSeed(1)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            "Of 10 rows 6 are for validation and 6 for the test", "shares be smaller");
    assertThatThrownBy(() -> Split.random(-10, 0.2, 0.2, RandomKey.ofSeed(1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Of -10 rows");
    assertThatThrownBy(() -> Split.byRow(-1, row -> Split.Part.TRAINING))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Of -1 rows");
    for (double fraction : new double[] {-0.1, 1, Double.NaN}) {
      assertThatThrownBy(() -> Split.random(10, fraction, 0, RandomKey.ofSeed(1)))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("validation fraction", String.valueOf(fraction));
    }
  }
}
