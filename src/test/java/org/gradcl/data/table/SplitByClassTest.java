package org.gradcl.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.gradcl.data.DataException;
import org.gradcl.random.RandomKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitByClassTest {
  private static final RandomKey KEY = RandomKey.ofSeed(0);

  private static TextColumn classes(int rows, IntFunction<String> classOfRow) {
    return TextColumn.of(
        "kind", IntStream.range(0, rows).mapToObj(classOfRow).toArray(String[]::new));
  }

  /** The rows of each class in a part. */
  private static Map<String, Integer> counts(TextColumn classes, int[] rows) {
    return classes.select(rows).counts();
  }

  @Test
  void eachClassHasItsShareOfEachPart() {
    TextColumn classes = classes(1000, row -> row < 700 ? "a" : row < 900 ? "b" : "c");
    Split split = Split.byClass(classes, 0.1, 0.2, KEY);
    assertThat(split).hasToString("700 training, 100 validation, 200 test");
    for (Map.Entry<String, Integer> of : classes.counts().entrySet()) {
      assertThat(counts(classes, split.test()).get(of.getKey()))
          .isBetween(of.getValue() / 5 - 1, of.getValue() / 5 + 1);
      assertThat(counts(classes, split.validation()).get(of.getKey()))
          .isBetween(of.getValue() / 10 - 1, of.getValue() / 10 + 1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "300, 100, 30, 30", // three rows a class
    "200, 100, 20, 20", // two
    "104, 100, 2, 2", // one, but for four classes
    "100, 100, 0, 0", // one
    "100, 1, 10, 10",
    "1, 1, 0, 0",
  })
  void everyClassHasARowForTraining(int rows, int numberOfClasses, int validation, int test) {
    TextColumn classes = classes(rows, row -> "class " + row % numberOfClasses);
    for (int seed = 0; seed < 20; seed++) {
      Split split = Split.byClass(classes, 0.1, 0.1, RandomKey.ofSeed(seed));
      assertThat(counts(classes, split.training())).hasSize(numberOfClasses);
      assertThat(split.validation()).hasSize(validation);
      assertThat(split.test()).hasSize(test);
      int[] all =
          Arrays.stream(Split.Part.values())
              .flatMapToInt(part -> Arrays.stream(split.rows(part)))
              .sorted()
              .toArray();
      assertThat(all).containsExactly(IntStream.range(0, rows).toArray());
    }
  }

  /** A run that another version resumes must not train on what was held out. */
  @Test
  void aSeedsSplitIsTheSameForEver() {
    TextColumn classes = classes(20, row -> row % 3 == 0 ? "a" : "b");
    Split split = Split.byClass(classes, 0.2, 0.1, RandomKey.ofSeed(3));
    assertThat(split.test()).containsExactly(8, 16);
    assertThat(split.validation()).containsExactly(5, 6, 9, 17);
  }

  @Test
  void seedsMoveIt() {
    TextColumn classes = classes(100, row -> row % 3 == 0 ? "a" : "b");
    assertThat(Split.byClass(classes, 0.1, 0.1, KEY).test())
        .isNotEqualTo(Split.byClass(classes, 0.1, 0.1, RandomKey.ofSeed(1)).test());
  }

  @Test
  void sharesThatLeaveNoTrainingAreRefused() {
    TextColumn classes = classes(10, row -> "a");
    assertThatThrownBy(() -> Split.byClass(classes, 0.6, 0.6, KEY))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Of 10 rows 6 are for validation and 6 for the test");
    assertThatThrownBy(() -> Split.byClass(classes, 1, 0, KEY))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("validation fraction");
    assertThatThrownBy(() -> Split.byClass(classes, 0, -1, KEY))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("test fraction");
  }
}
