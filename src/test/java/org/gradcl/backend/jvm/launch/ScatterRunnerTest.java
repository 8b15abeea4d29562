package org.gradcl.backend.jvm.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gradcl.graph.Phase;
import org.gradcl.plan.Place;
import org.gradcl.plan.Region;
import org.gradcl.plan.ScatterLaunch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sums in rows of a table: short and long segments, some empty, into two places. */
class ScatterRunnerTest {
  /** Values, rows of the table, columns. */
  private static final int[][] SHAPES = {
    {1, 1, 1}, {700, 3, 7}, {1000, 300, 33}, {40, 4, 513}, {9, 900, 5}
  };

  static Stream<LaunchBed.Config> configs() {
    return LaunchBed.configs();
  }

  private static ScatterLaunch launch(int count, int rows, int columns) {
    return new ScatterLaunch(
        "scatter",
        Phase.BACKWARD,
        "",
        Place.matrix(Region.INPUT, 5, count, 1),
        Place.matrix(Region.WORKSPACE, 3, count, columns),
        List.of(
            Place.matrix(Region.GRADIENT, 8, rows, columns),
            Place.matrix(Region.OUTPUT, 1, rows, columns)),
        true);
  }

  @ParameterizedTest
  @MethodSource("configs")
  void rowsAddUpWhatTheirIndexNames(LaunchBed.Config config) {
    for (int[] shape : SHAPES) {
      ScatterLaunch launch = launch(shape[0], shape[1], shape[2]);
      Place table = launch.stores().get(0);
      try (LaunchBed bed = new LaunchBed(config, true)) {
        spread(bed, launch);
        bed.run(launch);
        double squares = 0;
        double[] sums = sums(bed, launch);
        for (int i = 0; i < sums.length; i++) {
          int row = i / launch.columns();
          int column = i % launch.columns();
          squares += sums[i] * sums[i];
          assertThat((double) bed.after(table, row, column)).isCloseTo(sums[i], within(2e-4));
          assertThat(bed.after(launch.stores().get(1), row, column))
              .isEqualTo(bed.after(table, row, column));
        }
        assertThat(bed.checks.allFinite()).isTrue();
        assertThat(bed.checks.norm()).isCloseTo(Math.sqrt(squares), within(1e-3));
        assertThat(bed.untouchedOutside(Region.GRADIENT, launch.stores())).isTrue();
        assertThat(bed.untouchedOutside(Region.OUTPUT, launch.stores())).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void anyNumberOfThreadsHasTheSameBits(LaunchBed.Config config) {
    for (int[] shape : SHAPES) {
      ScatterLaunch launch = launch(shape[0], shape[1], shape[2]);
      LaunchBed.Config alone = new LaunchBed.Config(config.arithmetic(), 1);
      assertThat(table(config, launch)).isEqualTo(table(alone, launch));
    }
  }

  private static float[] table(LaunchBed.Config config, ScatterLaunch launch) {
    try (LaunchBed bed = new LaunchBed(config, true)) {
      spread(bed, launch);
      bed.run(launch);
      Place table = launch.stores().get(0);
      float[] gradients = bed.memory.of(Region.GRADIENT);
      return Arrays.copyOfRange(gradients, table.first(), table.end());
    }
  }

  /** Makes row numbers of the indices, of which some name no row. */
  private static void spread(LaunchBed bed, ScatterLaunch launch) {
    float[] numbers = bed.memory.of(Region.INPUT);
    for (int i = 0; i < launch.count(); i++) {
      int at = launch.index().base() + i;
      numbers[at] = (float) Math.floor(numbers[at] * 0.4 * launch.rows());
    }
  }

  private static double[] sums(LaunchBed bed, ScatterLaunch launch) {
    double[] sums = new double[launch.rows() * launch.columns()];
    for (int i = 0; i < launch.count(); i++) {
      float row = bed.memory.of(Region.INPUT)[launch.index().base() + i];
      for (int column = 0; row >= 0 && row < launch.rows() && column < launch.columns(); column++) {
        sums[((int) row) * launch.columns() + column] += bed.before(launch.values(), i, column);
      }
    }
    return sums;
  }
}
