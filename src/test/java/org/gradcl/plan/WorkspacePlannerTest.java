package org.gradcl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;
import org.junit.jupiter.api.Test;

class WorkspacePlannerTest {
  @Test
  void memoryOfADeadValueIsUsedAgain() {
    WorkspacePlanner planner = new WorkspacePlanner(16);
    assertThat(planner.place(100, 0, 1)).isZero();
    assertThat(planner.place(10, 1, 3)).isEqualTo(112);
    assertThat(planner.place(100, 2, 3)).isZero();
    assertThat(planner.total()).isEqualTo(128);
  }

  @SeededCases
  void valuesThatLiveTogetherNeverOverlap(Draw draw) {
    int[] sizes = draw.integers(1, 20, () -> draw.integer(1, 300));
    WorkspacePlanner planner = new WorkspacePlanner(16);
    List<int[]> placed = new ArrayList<>();
    for (int birth = 0; birth < sizes.length; birth++) {
      int size = sizes[birth];
      int lastUse = birth + draw.integer(0, 6);
      int offset = planner.place(size, birth, lastUse);
      assertThat(offset % 16).isZero();
      assertThat(offset + size).isLessThanOrEqualTo(planner.total());
      for (int[] other : placed) {
        boolean together = other[2] >= birth;
        boolean apart = offset + size <= other[0] || other[0] + other[1] <= offset;
        assertThat(!together || apart).isTrue();
      }
      placed.add(new int[] {offset, size, lastUse});
    }
  }
}
