package org.gradcl.backend.jvm.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.arithmetic.Arithmetics;
import org.gradcl.backend.jvm.team.ThreadTeam;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reading a factor where it lies is a matter of speed: sums are taken in the order of all others.
 */
class FewRowsProductTest {
  private static final int[] ROWS = {1, 2, 3, 4, 5, 8, 9, 15, 16, 17, 33, 64};
  private static final int[][] COLUMNS_AND_DEPTHS = {
    {1, 1}, {3, 5}, {4, 256}, {70, 300}, {301, 517}
  };

  static Stream<Arguments> vectors() {
    return Arithmetics.vector().stream().map(a -> Arguments.of(Named.of(Arithmetics.title(a), a)));
  }

  /**
   * What is multiplied: B by its columns (n × k) or by its rows (k × n), three matrices of each.
   */
  private record Factors(ProductShape shape, boolean byLines, float[] left, float[] right) {
    static Factors random(ProductShape shape, boolean byLines) {
      Random random = new Random(shape.hashCode());
      return new Factors(
          shape,
          byLines,
          numbers(random, shape.batch() * shape.m() * shape.k()),
          numbers(random, shape.batch() * shape.n() * shape.k()));
    }

    /** A and B stored as a gradient of weights reads them: k × m and k × n. */
    Product outerProduct(ProductScratch scratch) {
      int m = shape.m();
      int n = shape.n();
      int k = shape.k();
      Factor a = StridedFactor.straight(0, m * k, m);
      Factor b = StridedFactor.straight(0, n * k, n);
      a.bind(left);
      b.bind(right);
      return Product.of(shape, a, b, scratch);
    }

    /** Of one matrix. */
    WeightsProduct keptProduct(ProductScratch scratch) {
      int k = shape.k();
      Factor a = StridedFactor.transposed(0, 0, k);
      Factor b = StridedFactor.transposed(0, 0, k);
      a.bind(left);
      b.bind(right);
      assertThat(WeightsProduct.suits(shape, false, a, b, scratch)).isTrue();
      PackedMatrix matrix = new PackedMatrix(WeightsProduct.floats(shape, b, scratch));
      return WeightsProduct.of(shape, false, a, b, matrix, scratch);
    }

    private static float[] numbers(Random random, int count) {
      float[] numbers = new float[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = (float) random.nextGaussian();
      }
      return numbers;
    }

    Product product(ProductScratch scratch) {
      return product(SumOrder.SEQUENTIAL, scratch);
    }

    Product product(SumOrder order, ProductScratch scratch) {
      int m = shape.m();
      int n = shape.n();
      int k = shape.k();
      Factor a = StridedFactor.transposed(0, m * k, k);
      Factor b =
          byLines ? StridedFactor.transposed(0, n * k, k) : StridedFactor.straight(0, n * k, n);
      a.bind(left);
      b.bind(right);
      return Product.of(shape, a, b, order, scratch);
    }
  }

  private static float[] run(Product product, ProductShape shape, ThreadTeam team) {
    float[] c = new float[shape.batch() * shape.m() * shape.n()];
    product.run(
        team,
        (tile, thread) -> {
          for (int i = 0; i < tile.rows; i++) {
            int to = (tile.matrix * shape.m() + tile.row + i) * shape.n() + tile.column;
            System.arraycopy(tile.values, i * tile.stride, c, to, tile.columns);
          }
        });
    return c;
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theBodyChangesNoBit(Arithmetic arithmetic) {
    try (ThreadTeam team = new ThreadTeam(2)) {
      for (int m : ROWS) {
        for (int[] e : COLUMNS_AND_DEPTHS) {
          ProductShape shape = new ProductShape(m, e[0], e[1], 2);
          for (boolean byLines : new boolean[] {true, false}) {
            Factors factors = Factors.random(shape, byLines);
            Product inPlace = factors.product(new ProductScratch(arithmetic, 2));
            Product packed =
                factors.product(
                    new ProductScratch(arithmetic.stripPacker(), arithmetic::tileKernel, 2));
            boolean small = e[1] <= 5 || (e[1] == 256 && m < 64);
            assertThat(inPlace instanceof BlockedProduct).isEqualTo(!byLines && m > 16 && !small);
            assertThat(packed.variant()).doesNotContain("in place");
            assertThat(run(inPlace, shape, team))
                .as("%s, %s", shape, byLines ? "by lines" : "by neighbours")
                .isEqualTo(run(packed, shape, team));
          }
        }
      }
    }
  }

  /** Some tens of rows and a large B. */
  @ParameterizedTest
  @MethodSource("vectors")
  void aTurnedProductChangesNoBit(Arithmetic arithmetic) {
    try (ThreadTeam team = new ThreadTeam(2)) {
      for (int[] e : new int[][] {{31, 3100, 333}, {29, 130, 7400}, {64, 1500, 1402}}) {
        ProductShape shape = new ProductShape(e[0], e[1], e[2], 2);
        Factors factors = Factors.random(shape, false);
        Product inPlace = factors.product(new ProductScratch(arithmetic, 2));
        Product packed =
            factors.product(
                new ProductScratch(arithmetic.stripPacker(), arithmetic::tileKernel, 2));
        assertThat(inPlace.variant()).contains("turned");
        assertThat(packed.variant()).doesNotContain("turned");
        assertThat(run(inPlace, shape, team)).as("%s", shape).isEqualTo(run(packed, shape, team));
      }
    }
  }

  /**
   * In training, so that each thread reads a part of B's rows: eight blocks of any inner extent.
   */
  @ParameterizedTest
  @MethodSource("vectors")
  void blocksAreShorterWhereTheOrderIsFree(Arithmetic arithmetic) {
    for (int[] e : new int[][] {{301, 256}, {96, 1031}, {517, 250}}) {
      ProductShape shape = new ProductShape(4, e[0], e[1], 1);
      Factors factors = Factors.random(shape, false);
      float[] all = inTraining(factors, arithmetic, 2);
      assertThat(inTraining(factors, arithmetic, 1)).as("%s, one thread", shape).isEqualTo(all);
      float[] sequential;
      try (ThreadTeam team = new ThreadTeam(2)) {
        sequential = run(factors.product(new ProductScratch(arithmetic, 2)), shape, team);
      }
      for (int i = 0; i < all.length; i++) {
        // Of a sum of k products of normal numbers, which grows with the root of k.
        assertThat(all[i]).isCloseTo(sequential[i], within((float) (4e-6 * Math.sqrt(e[1]))));
      }
      for (int m = 1; m < 4; m++) {
        ProductShape part = new ProductShape(m, e[0], e[1], 1);
        Factors rows = new Factors(part, false, factors.left, factors.right);
        assertThat(inTraining(rows, arithmetic, 2))
            .as("%d of the rows of %s", m, shape)
            .isEqualTo(Arrays.copyOf(all, m * e[0]));
      }
    }
  }

  private static float[] inTraining(Factors factors, Arithmetic arithmetic, int threads) {
    Product product = factors.product(SumOrder.IN_LANES, new ProductScratch(arithmetic, threads));
    assertThat(product.variant()).containsPattern("[678] sums of each");
    try (ThreadTeam team = new ThreadTeam(threads)) {
      return run(product, factors.shape, team);
    }
  }

  /** Whether numbers of the result may overflow is told from the largest of both factors. */
  @ParameterizedTest
  @MethodSource("vectors")
  void anOuterProductStaysFiniteWhereItsFactorsAreSmall(Arithmetic arithmetic) {
    ProductShape shape = new ProductShape(129, 67, 3, 2);
    Factors factors = Factors.random(shape, false);
    Product product = factors.outerProduct(new ProductScratch(arithmetic, 2));
    assertThat(product.staysFinite()).isTrue();
    int last = factors.left.length - 1;
    for (float unusual : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, -3e37f}) {
      factors.left[last] = unusual;
      assertThat(product.staysFinite()).as("%s in A", unusual).isFalse();
      factors.left[last] = 1;
      factors.right[200] = unusual;
      assertThat(product.staysFinite()).as("%s in B", unusual).isFalse();
      factors.right[200] = 1;
    }
    Arrays.fill(factors.left, 0);
    factors.right[0] = Float.POSITIVE_INFINITY;
    assertThat(product.staysFinite()).as("0 · ∞").isFalse();
  }

  /** Of few inner indices: the gradient of weights of a small batch. */
  @ParameterizedTest
  @MethodSource("vectors")
  void anOuterProductChangesNoBit(Arithmetic arithmetic) {
    try (ThreadTeam team = new ThreadTeam(2)) {
      for (int k : new int[] {1, 2, 3, 4, 5, 7, 8}) {
        for (int[] e : new int[][] {{129, 32}, {131, 33}, {70, 300}, {1, 4100}}) {
          ProductShape shape = new ProductShape(e[0], e[1], k, 2);
          Factors factors = Factors.random(shape, false);
          // The sum of a product of −0 is 0.
          factors.left[0] = -0f;
          Product inPlace = factors.outerProduct(new ProductScratch(arithmetic, 2));
          Product packed =
              factors.outerProduct(
                  new ProductScratch(arithmetic.stripPacker(), arithmetic::tileKernel, 2));
          assertThat(inPlace.variant()).contains("A and B in place");
          assertThat(packed.variant()).doesNotContain("in place");
          assertThat(run(inPlace, shape, team)).as("%s", shape).isEqualTo(run(packed, shape, team));
        }
      }
    }
  }

  /** Weights that stay packed: none at the first run of a version, then its strips. */
  @ParameterizedTest
  @MethodSource("vectors")
  void keepingAFactorPackedChangesNoBit(Arithmetic arithmetic) {
    try (ThreadTeam team = new ThreadTeam(2)) {
      for (int m : ROWS) {
        for (int[] e : new int[][] {{1, 4096}, {17, 300}, {70, 300}, {301, 517}}) {
          ProductShape shape = new ProductShape(m, e[0], e[1], 1);
          Factors factors = Factors.random(new ProductShape(m, e[0], e[1], 1), true);
          Product inPlace = factors.product(new ProductScratch(arithmetic, 2));
          WeightsProduct kept = factors.keptProduct(new ProductScratch(arithmetic, 2));
          assertThat(kept.isFor(1)).isFalse();
          for (int run = 0; run < 2; run++) {
            assertThat(kept.isFor(1)).isTrue();
            assertThat(run(kept, shape, team))
                .as("%s, run %d", shape, run)
                .isEqualTo(run(inPlace, shape, team));
          }
          factors.right[0] = 7;
          assertThat(kept.isFor(2)).isFalse();
          assertThat(kept.isFor(2)).isTrue();
          assertThat(run(kept, shape, team)).isEqualTo(run(inPlace, shape, team));
        }
      }
    }
  }
}
