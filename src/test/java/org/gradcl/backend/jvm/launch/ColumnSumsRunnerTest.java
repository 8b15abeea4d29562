package org.gradcl.backend.jvm.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gradcl.graph.Phase;
import org.gradcl.plan.ColumnSumsLaunch;
import org.gradcl.plan.Place;
import org.gradcl.plan.Region;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ColumnSumsRunnerTest {
  static Stream<LaunchBed.Config> configs() {
    return LaunchBed.configs();
  }

  /** More rows than a part has; equal numbers, one by one, stray by 5e-6. */
  @ParameterizedTest
  @MethodSource("configs")
  void manyRowsAreAddedInParts(LaunchBed.Config config) {
    int rows = 1300;
    try (LaunchBed bed = new LaunchBed(config, false)) {
      Place input = Place.matrix(Region.INPUT, 0, rows, 3);
      Place output = Place.matrix(Region.GRADIENT, 0, 1, 3);
      Arrays.fill(bed.memory.of(Region.INPUT), 0.486f);
      bed.run(new ColumnSumsLaunch("sums", Phase.BACKWARD, "", input, output, false));
      for (int j = 0; j < 3; j++) {
        double expected = 0.486f * (double) rows;
        assertThat((double) bed.after(output, 0, j)).isCloseTo(expected, within(1e-6 * expected));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void agreesWithFloat64(LaunchBed.Config config) {
    for (int[] extents : new int[][] {{1, 1}, {9, 31}, {40, 1100}, {3, 7000}}) {
      try (LaunchBed bed = new LaunchBed(config, true)) {
        Place input = Place.matrix(Region.WORKSPACE, 4, extents[0], extents[1], extents[1] + 1);
        Place output = Place.matrix(Region.GRADIENT, 9, 1, extents[1]);
        bed.run(new ColumnSumsLaunch("sums", Phase.BACKWARD, "", input, output, true));
        double squares = 0;
        for (int j = 0; j < extents[1]; j++) {
          double sum = 0;
          for (int i = 0; i < extents[0]; i++) {
            sum += bed.before(input, i, j);
          }
          assertThat((double) bed.after(output, 0, j)).isCloseTo(sum, within(1e-5));
          squares += sum * sum;
        }
        assertThat(bed.checks.norm()).isCloseTo(Math.sqrt(squares), within(1e-3));
        assertThat(bed.untouchedOutside(Region.GRADIENT, List.of(output))).isTrue();
      }
    }
  }
}
