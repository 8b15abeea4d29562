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
import org.gradcl.plan.Store;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sums in rows of a table: short and long segments, some empty, into two places, or added to what
 * is in one of them.
 */
class ScatterRunnerTest {
  /** Values, rows of the table, columns. */
  private static final int[][] SHAPES = {
    {1, 1, 1}, {700, 3, 7}, {1000, 300, 33}, {40, 4, 513}, {9, 900, 5}
  };

  static Stream<LaunchBed.Config> configs() {
    return LaunchBed.configs();
  }

  private static ScatterLaunch launch(int count, int rows, int columns) {
    return launch(count, rows, columns, Store.Mode.STORE);
  }

  private static ScatterLaunch launch(int count, int rows, int columns, Store.Mode mode) {
    return new ScatterLaunch(
        "scatter",
        Phase.BACKWARD,
        "",
        Place.matrix(Region.INPUT, 5, count, 1),
        Place.matrix(Region.WORKSPACE, 3, count, columns),
        List.of(
            new Store(Place.matrix(Region.GRADIENT, 8, rows, columns), mode, 0),
            new Store(Place.matrix(Region.OUTPUT, 1, rows, columns), Store.Mode.STORE, 0)),
        true);
  }

  private static Place table(ScatterLaunch launch) {
    return launch.stores().get(0).place();
  }

  private static Place copy(ScatterLaunch launch) {
    return launch.stores().get(1).place();
  }

  @ParameterizedTest
  @MethodSource("configs")
  void rowsAddUpWhatTheirIndexNames(LaunchBed.Config config) {
    for (int[] shape : SHAPES) {
      ScatterLaunch launch = launch(shape[0], shape[1], shape[2]);
      Place table = table(launch);
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
          assertThat(bed.after(copy(launch), row, column)).isEqualTo(bed.after(table, row, column));
        }
        assertThat(bed.checks.allFinite()).isTrue();
        assertThat(bed.checks.norm()).isCloseTo(Math.sqrt(squares), within(1e-3));
        assertThat(bed.untouchedOutside(Region.GRADIENT, launch.writes())).isTrue();
        assertThat(bed.untouchedOutside(Region.OUTPUT, launch.writes())).isTrue();
      }
    }
  }

  /** As later batches of a step do; the copy has the sums alone. */
  @ParameterizedTest
  @MethodSource("configs")
  void sumsAreAddedToWhatIsThere(LaunchBed.Config config) {
    for (int[] shape : SHAPES) {
      ScatterLaunch launch = launch(shape[0], shape[1], shape[2], Store.Mode.ADD);
      Place table = table(launch);
      assertThat(launch.reads()).contains(table).doesNotContain(copy(launch));
      assertThat(launch.writesInPlace(table)).isTrue();
      try (LaunchBed bed = new LaunchBed(config, true)) {
        spread(bed, launch);
        bed.run(launch);
        double squares = 0;
        for (int row = 0; row < launch.rows(); row++) {
          for (int column = 0; column < launch.columns(); column++) {
            float total = bed.before(table, row, column) + bed.after(copy(launch), row, column);
            squares += (double) total * total;
            assertThat(bed.after(table, row, column)).isEqualTo(total);
          }
        }
        assertThat(bed.checks.norm()).isCloseTo(Math.sqrt(squares), within(1e-3));
        assertThat(bed.untouchedOutside(Region.GRADIENT, launch.writes())).isTrue();
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
      Place table = table(launch);
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
