package org.gradcl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What properties are tested with holds every value that they are meant to see. */
class DrawTest {
  private static List<Draw> draws(int cases) {
    return LongStream.rangeClosed(1, cases).mapToObj(Draw::new).toList();
  }

  @Test
  void aSeedGivesTheSameValuesAgain() {
    Draw draw = new Draw(7);
    Draw again = new Draw(7);
    assertThat(draw).hasToString("seed 7");
    assertThat(draw.list(5, 9, draw::anyDouble)).isEqualTo(again.list(5, 9, again::anyDouble));
    assertThat(draw.anyLong()).isEqualTo(again.anyLong()).isNotEqualTo(new Draw(8).anyLong());
  }

  @Test
  void wholeNumbersCoverTheirRangeAndMeetItsEdges() {
    Set<Integer> seen = new HashSet<>();
    draws(300).forEach(draw -> seen.add(draw.integer(-3, 7)));
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(-3, 7).boxed().toList());
    Set<Integer> wide = new HashSet<>();
    draws(300).forEach(draw -> wide.add(draw.integer(Integer.MIN_VALUE, Integer.MAX_VALUE)));
    assertThat(wide).contains(Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 1, -1);
    Set<Integer> positive = new HashSet<>();
    draws(300).forEach(draw -> positive.add(draw.integer(2, Integer.MAX_VALUE)));
    assertThat(positive)
        .contains(2, Integer.MAX_VALUE)
        .allMatch(i -> i >= 2)
        .anyMatch(i -> i > 2 && i < 1000)
        .anyMatch(i -> i > 1_000_000_000 && i < Integer.MAX_VALUE);
  }

  @Test
  void numbersAreFiniteAndInRange() {
    Set<Double> seen = new HashSet<>();
    for (Draw draw : draws(1000)) {
      assertThat(draw.number(-0.5, 2)).isBetween(-0.5, 2.0);
      assertThat(draw.anyFloat()).isFinite();
      seen.add(draw.anyDouble());
    }
    assertThat(seen)
        .allMatch(Double::isFinite)
        .contains(0.0, -0.0, Double.MIN_VALUE, Double.MAX_VALUE)
        .anyMatch(d -> Math.abs(d) > 1e200)
        .anyMatch(d -> d != 0 && Math.abs(d) < 1e-200);
    assertThat(draws(100)).anyMatch(draw -> draw.number(0, 1) == 0);
    assertThat(draws(100)).anyMatch(draw -> draw.number(0, 1) == 1);
  }

  @Test
  void listsAndTextsHaveEveryLength() {
    Set<Integer> lengths = new HashSet<>();
    Set<Integer> characters = new HashSet<>();
    for (Draw draw : draws(500)) {
      lengths.add(draw.integers(0, 3, draw::anyInt).length);
      assertThat(draw.text(1, 4, "ab")).matches("[ab]{1,4}");
      draw.unicode(12).codePoints().forEach(characters::add);
    }
    assertThat(lengths).containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(characters)
        .noneMatch(c -> c >= 0xd800 && c < 0xe000)
        .anyMatch(c -> c < 0x20)
        .anyMatch(c -> c > 0xffff);
  }
}
