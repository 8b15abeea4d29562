package org.gradcl.backend.jvm.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;
import org.junit.jupiter.api.Test;

class ElementBlockTest {
  @SeededCases
  void elementsComeInOrderAndOnce(Draw draw) {
    int columns = draw.integer(1, 1500);
    int from = draw.integer(0, 4000);
    int count = draw.integer(0, 4000);
    ElementBlock block = new ElementBlock();
    block.beginElements(from, from + count, columns);
    int expected = from;
    while (block.next()) {
      assertThat(block.size()).isBetween(1, ElementBlock.ELEMENTS);
      assertThat(block.row * columns + block.column).isEqualTo(expected);
      assertThat(block.rows == 1 || block.columns == columns).isTrue();
      assertThat(block.column + block.columns).isLessThanOrEqualTo(columns);
      expected += block.size();
    }
    assertThat(expected).isEqualTo(from + count);
  }

  @SeededCases
  void rectanglesAreCoveredOnce(Draw draw) {
    int row = draw.integer(0, 50);
    int rows = draw.integer(1, 70);
    int column = draw.integer(0, 50);
    int columns = draw.integer(1, 1200);
    int[][] seen = new int[rows][columns];
    ElementBlock block = new ElementBlock();
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

  @Test
  void shortRowsAreTakenTogether() {
    ElementBlock block = new ElementBlock();
    block.beginRectangle(0, 128, 0, 10);
    assertThat(block.next()).isTrue();
    assertThat(block.rows).isEqualTo(51);
    assertThat(block.columns).isEqualTo(10);
  }
}
