package org.gradcl.cli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gradcl.data.DataException;
import org.gradcl.data.table.NumericColumn;
import org.gradcl.data.table.Split;
import org.gradcl.data.table.Table;
import org.gradcl.data.table.TextColumn;
import org.junit.jupiter.api.Test;

class SplitChoiceTest {
  private static final int ROWS = 100;
  private static final Table TABLE =
      Table.of(
          "table",
          List.of(
              NumericColumn.of("x", IntStream.range(0, ROWS).asDoubleStream().toArray()),
              TextColumn.of(
                  "kind",
                  IntStream.range(0, ROWS)
                      .mapToObj(row -> row % 4 == 0 ? "a" : "b")
                      .toArray(String[]::new))));

  @Test
  void theLastRowsTestAndTheOthersAreSplit() {
    for (String target : List.of("x", "kind")) {
      Split split = split(0.25, "last 20", target);
      assertThat(split.test()).containsExactly(IntStream.range(80, ROWS).toArray());
      assertThat(split.validation()).hasSize(20);
      assertThat(split.training()).hasSize(60);
    }
    // Of the 80 rows before, each class has its share, rounded up or down: 20 are of "a".
    int[] validation = split(0.25, "last 20", "kind").validation();
    assertThat(Arrays.stream(validation).filter(row -> row % 4 == 0).count()).isBetween(4L, 5L);
  }

  @Test
  void aShareTestsAtRandom() {
    int[] test = split(0.1, "0.3", "x").test();
    assertThat(test).hasSize(30);
    assertThat(test[0]).isLessThan(50);
    assertThat(test[29]).isGreaterThanOrEqualTo(50);
    assertThat(split(0.1, "0", "x").test()).isEmpty();
  }

  @Test
  void someRowMustTrain() {
    assertThat(split(0, "last 99", "x").training()).containsExactly(0);
    assertThatThrownBy(() -> split(0, "last 100", "x"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("--test \"last 100\" leaves none of 100 rows to train on");
  }

  private static Split split(double validation, String test, String target) {
    return SplitChoice.of(validation, 0, TestRows.parse(test)).split(TABLE, List.of(target));
  }
}
