package org.gradcl.backend.jvm.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gradcl.plan.Place.Axis;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IndexTableTest {
  static Stream<List<Axis>> axes() {
    return Stream.of(
        List.of(),
        List.of(new Axis(9, 0)),
        List.of(new Axis(700, 1)),
        List.of(new Axis(5, 0), new Axis(3, 1), new Axis(200, 0)),
        List.of(new Axis(5, 2), new Axis(3, 0), new Axis(2, 1)),
        // Longer periods than are kept.
        List.of(new Axis(9000, 1)),
        List.of(new Axis(2, 0), new Axis(100, 1), new Axis(90, 0)));
  }

  @ParameterizedTest
  @MethodSource("axes")
  void indicesAreThoseOfTheAxes(List<Axis> axes) {
    IndexTable table = new IndexTable(axes);
    AxisOffsets offsets = new AxisOffsets(axes);
    int extent = axes.stream().mapToInt(Axis::extent).reduce(1, (a, b) -> a * b);
    for (int count : new int[] {1, 2, 7, ElementBlock.ELEMENTS}) {
      for (int first = 0; first + count <= extent; first += 1 + extent / 50) {
        float[] expected = new float[count + 1];
        for (int i = 0; i < count; i++) {
          expected[i] = offsets.of(first + i);
        }
        expected[count] = -1;
        float[] register = expected.clone();
        Arrays.fill(register, 0, count, 0.5f);
        table.copy(first, count, register);
        assertThat(register).as("%d from %d on", count, first).isEqualTo(expected);
      }
    }
  }
}
