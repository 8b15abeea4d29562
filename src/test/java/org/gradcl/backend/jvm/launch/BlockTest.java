package org.gradcl.backend.jvm.launch;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BlockTest {
  @Property
  void elementsComeInOrderAndOnce(
      @ForAll @IntRange(min = 1, max = 1500) int columns,
      @ForAll @IntRange(min = 0, max = 4000) int from,
      @ForAll @IntRange(min = 0, max = 4000) int count) {
    Block block = new Block();
    block.beginElements(from, from + count, columns);
    int expected = from;
    while (block.next()) {
      assertThat(block.size()).isBetween(1, Block.ELEMENTS);
      assertThat(block.firstElement()).isEqualTo(expected);
      assertThat(block.rows == 1 || block.columns == columns).isTrue();
      assertThat(block.column + block.columns).isLessThanOrEqualTo(columns);
      expected += block.size();
    }
    assertThat(expected).isEqualTo(from + count);
  }

  @Property
  void rectanglesAreCoveredOnce(
      @ForAll @IntRange(min = 0, max = 50) int row,
      @ForAll @IntRange(min = 1, max = 70) int rows,
      @ForAll @IntRange(min = 0, max = 50) int column,
      @ForAll @IntRange(min = 1, max = 1200) int columns) {
    int[][] seen = new int[rows][columns];
    Block block = new Block();
    block.beginRectangle(row, rows, column, columns);
    while (block.next()) {
      for (int i = 0; i < block.rows; i++) {
        for (int j = 0; j < block.columns; j++) {
          seen[block.row - row + i][block.column - column + j]++;
        }
      }
    }
    for (int[] line : seen) {
      assertThat(line).containsOnly(1);
    }
  }

  @Example
  void shortRowsAreTakenTogether() {
    Block block = new Block();
    block.beginRectangle(0, 128, 0, 10);
    assertThat(block.next()).isTrue();
    assertThat(block.rows).isEqualTo(51);
    assertThat(block.columns).isEqualTo(10);
  }
}
