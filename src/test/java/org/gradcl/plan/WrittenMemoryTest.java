package org.gradcl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradcl.plan.Place.Axis;
import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;
import org.junit.jupiter.api.Test;

class WrittenMemoryTest {
  private final WrittenMemory memory = new WrittenMemory();

  private static Place floats(int from, int count) {
    return Place.matrix(Region.WORKSPACE, from, 1, count);
  }

  private static Place columns(int from, int count) {
    return Place.matrix(Region.WORKSPACE, 100 + from, 5, count, 10);
  }

  @Test
  void whatWasWrittenIsThereUntilItIsOverwritten() {
    assertThat(memory.latest(floats(0, 10))).isEmpty();
    assertThat(memory.isWhole(floats(0, 10))).isFalse();
    memory.write(floats(0, 10));
    assertThat(memory.isWhole(floats(0, 10))).isTrue();
    assertThat(memory.isWhole(floats(3, 4))).isTrue();
    assertThat(memory.isWhole(floats(3, 8))).isFalse();
    memory.write(floats(5, 2));
    assertThat(memory.isWhole(floats(0, 10))).isFalse();
    assertThat(memory.latest(floats(0, 10))).contains(floats(5, 2));
    assertThat(memory.isWhole(floats(0, 5))).isTrue();
    assertThat(memory.isWhole(floats(5, 2))).isTrue();
    memory.write(floats(0, 20));
    assertThat(memory.isWhole(floats(0, 10))).isTrue();
  }

  /** Blocks of columns that make up a matrix, as the parts of a concatenation. */
  @Test
  void partsThatMakeUpAPlaceAreReadAsOne() {
    Place whole = Place.matrix(Region.WORKSPACE, 100, 5, 10);
    memory.write(columns(0, 4));
    assertThat(memory.isWhole(columns(0, 4))).isTrue();
    assertThat(memory.isWhole(columns(1, 2))).isTrue();
    assertThat(memory.isWhole(whole)).isFalse();
    memory.write(columns(7, 3));
    assertThat(memory.isWhole(whole)).isFalse();
    memory.write(columns(4, 3));
    assertThat(memory.isWhole(whole)).isTrue();
    assertThat(memory.isWhole(columns(7, 3))).isTrue();
    memory.write(floats(100 + 23, 1));
    assertThat(memory.isWhole(whole)).isFalse();
    assertThat(memory.isWhole(columns(0, 4))).isFalse();
    assertThat(memory.isWhole(columns(4, 3))).isTrue();
  }

  /** Against a table of who wrote each float last. */
  @SeededCases
  void aPlaceIsWholeWhereItsFloatsAre(Draw draw) {
    int rows = draw.integer(1, 5);
    int columns = draw.integer(1, 6);
    int[] writers = new int[40];
    List<Set<Integer>> written = new ArrayList<>(List.of(Set.of()));
    for (int i = 1; i <= draw.integer(1, 8); i++) {
      Place place = block(draw, rows, columns);
      assertThat(memory.latest(place).isPresent())
          .isEqualTo(floats(place).stream().anyMatch(f -> writers[f] > 0));
      memory.write(place);
      written.add(floats(place));
      for (int at : floats(place)) {
        writers[at] = i;
      }
      Place read = block(draw, rows, columns);
      Set<Integer> owners = new HashSet<>();
      floats(read).forEach(at -> owners.add(writers[at]));
      boolean ofOne = owners.size() == 1 && !owners.contains(0);
      boolean ofWholeOnes =
          owners.stream()
              .allMatch(
                  owner ->
                      owner > 0
                          && floats(read).containsAll(written.get(owner))
                          && written.get(owner).stream().allMatch(at -> writers[at] == owner));
      assertThat(memory.isWhole(read))
          .as("%s", read)
          .isEqualTo(ofOne || ofWholeOnes || isWithoutGap(floats(read), writers, written));
    }
  }

  /** Whether floats lie in a range that whole writes make up. */
  private static boolean isWithoutGap(
      Set<Integer> read, int[] writers, List<Set<Integer>> written) {
    int begin = Collections.min(read);
    int end = Collections.max(read) + 1;
    for (int at = begin; at < end; at++) {
      Set<Integer> own = written.get(writers[at]);
      int owner = writers[at];
      if (owner == 0 || own.stream().anyMatch(each -> writers[each] != owner)) {
        return false;
      }
      if (Collections.min(own) < begin) {
        begin = Collections.min(own);
        at = begin - 1;
      }
      end = Math.max(end, Collections.max(own) + 1);
    }
    return true;
  }

  private static Place block(Draw draw, int rows, int columns) {
    int row = draw.integer(0, rows - 1);
    int column = draw.integer(0, columns - 1);
    return Place.of(
        Region.WORKSPACE,
        3 + row * columns + column,
        new Axis(draw.integer(1, rows - row), columns),
        new Axis(draw.integer(1, columns - column), 1));
  }

  private static Set<Integer> floats(Place place) {
    Set<Integer> floats = new HashSet<>();
    for (int i = 0; i < place.extent(0); i++) {
      for (int j = 0; j < place.extent(1); j++) {
        floats.add(place.base() + i * place.stride(0) + j);
      }
    }
    return floats;
  }

  /** As time steps write theirs beside each other for all samples. */
  @Test
  void partsOfRowsAreLookedUpByTheirColumns() {
    int times = 5000;
    int width = 3;
    Place all = Place.matrix(Region.WORKSPACE, 7 * times * width, 4, times * width);
    memory.write(all);
    for (int t = 0; t < times; t++) {
      Place part =
          Place.matrix(Region.WORKSPACE, 7 * times * width + t * width, 4, width, times * width);
      assertThat(memory.isWhole(part)).isTrue();
      memory.write(part);
      assertThat(memory.isWhole(part)).isTrue();
      assertThat(memory.latest(part)).contains(part);
    }
    assertThat(memory.comparisons()).isLessThan(15L * times);
    assertThat(memory.isWhole(all)).isTrue();
    memory.write(floats(7 * times * width + 2, 1));
    assertThat(memory.isWhole(all)).isFalse();
    memory.write(all);
    assertThat(memory.isWhole(all)).isTrue();
  }

  /** Ten times as many launches are ten times as much to compare, not a hundred times. */
  @Test
  void lookingUpDoesNotGrowWithWhatWasEverWritten() {
    int launches = 5000;
    for (int i = 0; i < launches; i++) {
      Place place = floats(i % 7 * 100, 100);
      memory.write(place);
      assertThat(memory.isWhole(place)).isTrue();
      assertThat(memory.latest(place)).contains(place);
    }
    assertThat(memory.comparisons()).isLessThan(10L * launches);
  }
}
