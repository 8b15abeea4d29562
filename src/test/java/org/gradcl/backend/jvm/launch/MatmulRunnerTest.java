package org.gradcl.backend.jvm.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.gradcl.backend.jvm.arithmetic.Arithmetics;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Operator;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Place;
import org.gradcl.plan.ProductOperand;
import org.gradcl.plan.Region;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MatmulRunnerTest {
  private static final int[][] EXTENTS = {
    {1, 1, 1, 1}, {13, 7, 5, 1}, {35, 150, 9, 1}, {9, 20, 11, 3}
  };

  static Stream<LaunchBed.Config> configs() {
    return LaunchBed.configs();
  }

  private static Place stored(Region region, boolean transposed, int rows, int columns) {
    return transposed
        ? Place.matrix(region, 3, columns, rows)
        : Place.matrix(region, 3, rows, columns);
  }

  /** Bias and gelu in the epilogue, product and activation stored, a third result added. */
  private static MatmulLaunch launch(
      int[] e, boolean transposeA, boolean transposeB, boolean sums) {
    int m = e[0];
    int n = e[1];
    int batch = e[3];
    Expr product = Expr.variable(MatmulLaunch.PRODUCT);
    Expr z = product.plus(Expr.variable("bias"));
    Expr gelu = z.times(0.5).times(Expr.of(Operator.ERF, z.times(Math.sqrt(0.5))).plus(1));
    return launch(
        e,
        transposeA,
        transposeB,
        List.of(
            new Operand(
                "bias", new Source.Memory(Place.perColumn(Region.FROZEN, 2, m * batch, n)))),
        Tape.of(z, gelu, product),
        List.of(
            new Store(Place.matrix(Region.WORKSPACE, 1, m * batch, n), Store.Mode.STORE, 0),
            new Store(Place.matrix(Region.GRADIENT, 4, m * batch, n, n + 2), Store.Mode.STORE, 1),
            new Store(Place.matrix(Region.SLOT, 6, m * batch, n), Store.Mode.ADD, 2)),
        sums ? Optional.of(Place.matrix(Region.GRADIENT, 50_000, 1, m)) : Optional.empty());
  }

  private static MatmulLaunch launch(
      int[] e,
      boolean transposeA,
      boolean transposeB,
      List<Operand> operands,
      Tape epilogue,
      List<Store> stores,
      Optional<Place> rowSums) {
    int m = e[0];
    int n = e[1];
    int k = e[2];
    int batch = e[3];
    return new MatmulLaunch(
        "product",
        Phase.BACKWARD,
        "",
        m,
        n,
        k,
        batch,
        ProductOperand.left(stored(Region.INPUT, transposeA, m, k), transposeA, batch),
        ProductOperand.right(stored(Region.PARAMETER, transposeB, k, n), transposeB, batch),
        operands,
        epilogue,
        stores,
        rowSums,
        true);
  }

  private static double product(LaunchBed bed, MatmulLaunch launch, int matrix, int i, int j) {
    double sum = 0;
    for (int p = 0; p < launch.k(); p++) {
      sum +=
          (double) bed.before(launch.a().matrices(), matrix, i, p)
              * bed.before(launch.b().matrices(), matrix, j, p);
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("configs")
  void agreesWithFloat64(LaunchBed.Config config) {
    for (int[] extents : EXTENTS) {
      for (int layout = 0; layout < 4; layout++) {
        boolean transposeA = (layout & 1) != 0;
        boolean sums = transposeA && extents[3] == 1;
        MatmulLaunch launch = launch(extents, transposeA, (layout & 2) != 0, sums);
        try (LaunchBed bed = new LaunchBed(config, true)) {
          bed.run(launch);
          double squares = verifyStores(bed, launch);
          if (sums) {
            squares += verifyRowSums(bed, launch);
          }
          assertThat(bed.checks.norm()).isCloseTo(Math.sqrt(squares), within(1e-3));
          assertThat(bed.checks.allFinite()).isTrue();
          assertThat(bed.untouchedOutside(Region.WORKSPACE, launch.writes())).isTrue();
          assertThat(bed.untouchedOutside(Region.GRADIENT, launch.writes())).isTrue();
          assertThat(bed.untouchedOutside(Region.SLOT, launch.writes())).isTrue();
        }
      }
    }
  }

  /** The product itself goes straight to where it belongs, between what belongs to others. */
  @ParameterizedTest
  @MethodSource("configs")
  void whatIsStoredAsItIsIsCheckedAndNothingElseWritten(LaunchBed.Config config) {
    for (int[] extents : new int[][] {{1, 1, 1, 1}, {13, 7, 300, 1}, {70, 150, 9, 3}}) {
      for (int layout = 0; layout < 4; layout++) {
        int rows = extents[0] * extents[3];
        int columns = extents[1];
        Place place = Place.matrix(Region.GRADIENT, 4, rows, columns, columns + 2);
        MatmulLaunch launch =
            launch(
                extents,
                (layout & 1) != 0,
                (layout & 2) != 0,
                List.of(),
                Tape.of(Expr.variable(MatmulLaunch.PRODUCT)),
                List.of(new Store(place, Store.Mode.STORE, 0)),
                Optional.empty());
        for (boolean squares : new boolean[] {true, false}) {
          try (LaunchBed bed = new LaunchBed(config, squares)) {
            bed.run(launch);
            double sum = 0;
            for (int row = 0; row < rows; row++) {
              for (int j = 0; j < columns; j++) {
                double expected = product(bed, launch, row / extents[0], row % extents[0], j);
                assertThat((double) bed.after(place, row, j)).isCloseTo(expected, within(5e-5));
                sum += expected * expected;
              }
            }
            assertThat(bed.checks.norm())
                .isCloseTo(squares ? Math.sqrt(sum) : 0, within(1e-5 * Math.sqrt(sum)));
            assertThat(bed.checks.allFinite()).isTrue();
            assertThat(bed.untouchedOutside(Region.GRADIENT, launch.writes())).isTrue();
          }
        }
      }
    }
  }

  /** The gradient of weights of a small batch, whose numbers are looked at where that is needed. */
  @ParameterizedTest
  @MethodSource("configs")
  void anOverflowOfAnOuterProductIsNoticed(LaunchBed.Config config) {
    int[] extents = {70, 150, 2, 1};
    MatmulLaunch launch =
        launch(
            extents,
            true,
            false,
            List.of(),
            Tape.of(Expr.variable(MatmulLaunch.PRODUCT)),
            List.of(
                new Store(
                    Place.matrix(Region.GRADIENT, 4, extents[0], extents[1]), Store.Mode.STORE, 0)),
            Optional.empty());
    for (float largest : new float[] {0x1p60f, 0x1.5p63f, 0x1.2p64f, Float.NaN}) {
      try (LaunchBed bed = new LaunchBed(config, false)) {
        Arrays.fill(bed.memory.of(Region.INPUT), largest);
        Arrays.fill(bed.memory.of(Region.PARAMETER), largest);
        bed.run(launch);
        assertThat(bed.checks.allFinite())
            .as("two products of %s with itself", largest)
            .isEqualTo(2f * largest * largest < Float.POSITIVE_INFINITY);
      }
    }
  }

  private static double verifyStores(LaunchBed bed, MatmulLaunch launch) {
    double squares = 0;
    for (int row = 0; row < launch.m() * launch.batch(); row++) {
      for (int j = 0; j < launch.n(); j++) {
        double product = product(bed, launch, row / launch.m(), row % launch.m(), j);
        double[] expected =
            bed.evaluate(
                launch.epilogue(),
                launch.operands(),
                row,
                j,
                Map.of(MatmulLaunch.PRODUCT, product));
        for (int s = 0; s < 3; s++) {
          Place place = launch.stores().get(s).place();
          double old = s == 2 ? bed.before(place, row, j) : 0;
          assertThat((double) bed.after(place, row, j)).isCloseTo(old + expected[s], within(5e-5));
        }
        squares += expected[1] * expected[1];
      }
    }
    return squares;
  }

  private static double verifyRowSums(LaunchBed bed, MatmulLaunch launch) {
    double squares = 0;
    for (int i = 0; i < launch.m(); i++) {
      double sum = 0;
      for (int p = 0; p < launch.k(); p++) {
        sum += bed.before(launch.a().matrices(), 0, i, p);
      }
      assertThat((double) bed.after(launch.rowSums().orElseThrow(), 0, i))
          .isCloseTo(sum, within(1e-5));
      squares += sum * sum;
    }
    return squares;
  }

  @Test
  void refusesRowSumsItDoesNotKnow() {
    try (LaunchBed bed = new LaunchBed(new LaunchBed.Config(Arithmetics.plain(), 1), false)) {
      assertThatThrownBy(() -> bed.run(launch(EXTENTS[1], false, false, true)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'product'");
    }
  }
}
