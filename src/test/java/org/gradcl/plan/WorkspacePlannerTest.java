package org.gradcl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
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

  @Property
  void valuesThatLiveTogetherNeverOverlap(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 300) Integer> sizes,
      @ForAll @Size(20) List<@IntRange(min = 0, max = 6) Integer> lifetimes) {
    WorkspacePlanner planner = new WorkspacePlanner(16);
    List<int[]> placed = new ArrayList<>();
    for (int birth = 0; birth < sizes.size(); birth++) {
      int size = sizes.get(birth);
      int lastUse = birth + lifetimes.get(birth);
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
