package org.gradcl.backend.jvm.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.arithmetic.Arithmetics;
import org.gradcl.backend.jvm.team.ThreadTeam;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Products of every layout against float64, with every arithmetic and with several threads. */
class BlockedProductTest {
  private static final int[][] EXTENTS = {
    {1, 1, 1},
    {1, 5, 3},
    {5, 1, 7},
    {2, 3, 1},
    {4, 32, 16},
    {7, 31, 13},
    {65, 33, 300},
    {128, 64, 26},
    {13, 257, 19},
    {130, 200, 70},
    {67, 131, 521}
  };

  static Stream<Arguments> arithmetics() {
    return Arithmetics.all().stream().map(a -> Arguments.of(Named.of(Arithmetics.title(a), a)));
  }

  private static List<ProductShape> shapes(int batch) {
    List<ProductShape> shapes = new ArrayList<>();
    for (int[] e : EXTENTS) {
      for (int transposed = 0; transposed < 4; transposed++) {
        shapes.add(
            new ProductShape(
                e[0], e[1], e[2], batch, (transposed & 1) != 0, (transposed & 2) != 0));
      }
    }
    return shapes;
  }

  /** A product with its operands in larger arrays, at odd offsets, with gaps between rows. */
  private static final class Case {
    final ProductShape shape;
    final Factor a = new Factor();
    final Factor b = new Factor();
    final float[] c;

    Case(ProductShape shape, Random random) {
      this.shape = shape;
      fill(a, shape.transposeA() ? shape.k() : shape.m(), width(shape.transposeA(), true), random);
      fill(b, shape.transposeB() ? shape.n() : shape.k(), width(shape.transposeB(), false), random);
      c = new float[shape.batch() * shape.m() * shape.n()];
    }

    private int width(boolean transposed, boolean left) {
      if (left) {
        return transposed ? shape.m() : shape.k();
      }
      return transposed ? shape.k() : shape.n();
    }

    private void fill(Factor factor, int rows, int columns, Random random) {
      int stride = columns + random.nextInt(3);
      int offset = random.nextInt(5);
      // Not a float more than the last row needs: reading behind it would throw.
      float[] values = new float[offset + (shape.batch() * rows - 1) * stride + columns];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat() - 0.5f;
      }
      factor.set(values, offset, stride, rows * stride);
    }

    void run(BlockedProduct product, ThreadTeam team) {
      product.run(team, a, b, this::store);
    }

    private void store(Tile tile, int thread) {
      for (int i = 0; i < tile.rows; i++) {
        int to = (tile.matrix * shape.m() + tile.row + i) * shape.n() + tile.column;
        System.arraycopy(tile.values, i * tile.stride, c, to, tile.columns);
      }
    }

    double expected(int matrix, int i, int j) {
      double sum = 0;
      for (int p = 0; p < shape.k(); p++) {
        sum +=
            (double) element(a, shape.transposeA(), matrix, i, p)
                * element(b, shape.transposeB(), matrix, p, j);
      }
      return sum;
    }

    private static float element(Factor factor, boolean transposed, int matrix, int i, int j) {
      int row = transposed ? j : i;
      int column = transposed ? i : j;
      return factor
          .values[factor.offset + matrix * factor.batchStride + row * factor.stride + column];
    }

    double worstError() {
      double worst = 0;
      for (int matrix = 0; matrix < shape.batch(); matrix++) {
        for (int i = 0; i < shape.m(); i++) {
          for (int j = 0; j < shape.n(); j++) {
            float actual = c[(matrix * shape.m() + i) * shape.n() + j];
            worst = Math.max(worst, Math.abs(actual - expected(matrix, i, j)));
          }
        }
      }
      return worst;
    }
  }

  @ParameterizedTest
  @MethodSource("arithmetics")
  void agreesWithFloat64(Arithmetic arithmetic) {
    Random random = new Random(1);
    try (ThreadTeam team = new ThreadTeam(2)) {
      ProductScratch scratch = new ProductScratch(arithmetic, 2);
      for (int batch : new int[] {1, 3}) {
        for (ProductShape shape : shapes(batch)) {
          Case c = new Case(shape, random);
          c.run(new BlockedProduct(shape, scratch), team);
          // k terms of magnitude below 1/4, each rounded: far below one unit each on average.
          assertThat(c.worstError()).as("%s", shape).isLessThan(0.25 * shape.k() * 0x1p-22);
        }
      }
    }
  }

  /** One after the other, 20,000 numbers of one sign stray ten times as far. */
  @ParameterizedTest
  @MethodSource("arithmetics")
  void longSumsAreTakenInParts(Arithmetic arithmetic) {
    Case c = new Case(new ProductShape(16, 40, 20_000, 1, false, true), new Random(2));
    for (Factor factor : List.of(c.a, c.b)) {
      for (int i = 0; i < factor.values.length; i++) {
        factor.values[i] = Math.abs(factor.values[i]);
      }
    }
    try (ThreadTeam team = new ThreadTeam(1)) {
      c.run(new BlockedProduct(c.shape, new ProductScratch(arithmetic, 1)), team);
    }
    assertThat(c.worstError() / c.expected(0, 0, 0)).isLessThan(2e-6);
  }

  @ParameterizedTest
  @MethodSource("arithmetics")
  void hasTheSameBitsWithAnyNumberOfThreads(Arithmetic arithmetic) {
    List<float[]> results = new ArrayList<>();
    for (int threads : new int[] {1, 2, 5}) {
      try (ThreadTeam team = new ThreadTeam(threads)) {
        ProductScratch scratch = new ProductScratch(arithmetic, threads);
        Case c = new Case(new ProductShape(193, 161, 300, 2, true, false), new Random(7));
        BlockedProduct product = new BlockedProduct(c.shape, scratch);
        assertThat(product.shared()).isTrue();
        c.run(product, team);
        results.add(c.c);
      }
    }
    assertThat(results.get(1)).isEqualTo(results.get(0));
    assertThat(results.get(2)).isEqualTo(results.get(0));
  }

  @ParameterizedTest
  @MethodSource("arithmetics")
  void everyTileCoversItsPartOnce(Arithmetic arithmetic) {
    ProductShape shape = new ProductShape(150, 290, 8, 2, false, false);
    Case c = new Case(shape, new Random(3));
    int[] seen = new int[c.c.length];
    try (ThreadTeam team = new ThreadTeam(1)) {
      BlockedProduct product = new BlockedProduct(shape, new ProductScratch(arithmetic, 1));
      boolean[] numbers = new boolean[product.tiles()];
      product.run(
          team,
          c.a,
          c.b,
          (tile, thread) -> {
            assertThat(numbers[tile.number]).isFalse();
            numbers[tile.number] = true;
            for (int i = 0; i < tile.rows; i++) {
              for (int j = 0; j < tile.columns; j++) {
                seen[(tile.matrix * 150 + tile.row + i) * 290 + tile.column + j]++;
              }
            }
          });
      assertThat(numbers).containsOnly(true);
    }
    assertThat(seen).containsOnly(1);
  }

  @ParameterizedTest
  @MethodSource("arithmetics")
  void notANumberStaysInItsRowAndColumn(Arithmetic arithmetic) {
    Case c = new Case(new ProductShape(9, 40, 6, 1, false, true), new Random(4));
    c.a.values[c.a.offset + 4 * c.a.stride + 2] = Float.NaN;
    try (ThreadTeam team = new ThreadTeam(1)) {
      c.run(new BlockedProduct(c.shape, new ProductScratch(arithmetic, 1)), team);
    }
    for (int i = 0; i < 9; i++) {
      for (int j = 0; j < 40; j++) {
        assertThat(Float.isNaN(c.c[i * 40 + j])).isEqualTo(i == 4);
      }
    }
  }

  @Test
  void refusesEmptyExtents() {
    assertThatThrownBy(() -> new ProductShape(4, 0, 3, 1, false, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("n=0");
  }
}
