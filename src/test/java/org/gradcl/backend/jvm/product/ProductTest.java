package org.gradcl.backend.jvm.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.arithmetic.Arithmetics;
import org.gradcl.backend.jvm.arithmetic.Strips;
import org.gradcl.backend.jvm.team.ThreadTeam;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Products of every layout against float64, with every arithmetic and with several threads. */
class ProductTest {
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

  /** A factor in a larger array, at an odd offset, with gaps between rows. */
  private static final class Operand {
    final float[] values;
    final int offset;
    final int stride;
    final int rows;
    final boolean transposed;

    /**
     * Op of the matrix has {@code rows} and {@code columns}; transposed, it is stored the other
     * way.
     */
    Operand(int opRows, int opColumns, int batch, boolean transposed, Random random) {
      this.transposed = transposed;
      rows = transposed ? opColumns : opRows;
      int columns = transposed ? opRows : opColumns;
      stride = columns + random.nextInt(3);
      offset = random.nextInt(5);
      // Not a float more than the last row needs: reading behind it would throw.
      values = new float[offset + (batch * rows - 1) * stride + columns];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextFloat() - 0.5f;
      }
    }

    int at(int matrix, int i, int j) {
      int row = transposed ? j : i;
      int column = transposed ? i : j;
      return offset + (matrix * rows + row) * stride + column;
    }

    /** As the factor of which op's rows are the lines, or op's columns. */
    Factor factor(boolean byRows) {
      Factor factor =
          transposed == byRows
              ? StridedFactor.straight(offset, rows * stride, stride)
              : StridedFactor.transposed(offset, rows * stride, stride);
      factor.bind(values);
      return factor;
    }
  }

  /** A product with its operands. */
  private static final class Case {
    final ProductShape shape;
    final Operand a;
    final Operand b;
    final float[] c;

    Case(ProductShape shape, boolean transposeA, boolean transposeB, Random random) {
      this.shape = shape;
      a = new Operand(shape.m(), shape.k(), shape.batch(), transposeA, random);
      b = new Operand(shape.k(), shape.n(), shape.batch(), transposeB, random);
      c = new float[shape.batch() * shape.m() * shape.n()];
    }

    Product product(ProductScratch scratch) {
      return Product.of(shape, a.factor(true), b.factor(false), scratch);
    }

    void run(Product product, ThreadTeam team) {
      product.run(team, this::store);
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
        sum += (double) a.values[a.at(matrix, i, p)] * b.values[b.at(matrix, p, j)];
      }
      return sum;
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
        for (int[] e : EXTENTS) {
          ProductShape shape = new ProductShape(e[0], e[1], e[2], batch);
          for (int layout = 0; layout < 4; layout++) {
            Case c = new Case(shape, (layout & 1) != 0, (layout & 2) != 0, random);
            c.run(c.product(scratch), team);
            // k terms of magnitude below 1/4, each rounded: far below one unit each on average.
            assertThat(c.worstError())
                .as("%s, layout %d", shape, layout)
                .isLessThan(0.25 * shape.k() * 0x1p-22);
          }
        }
      }
    }
  }

  /** One after the other, 20,000 numbers of one sign stray ten times as far. */
  @ParameterizedTest
  @MethodSource("arithmetics")
  void longSumsAreTakenInParts(Arithmetic arithmetic) {
    Case c = new Case(new ProductShape(16, 40, 20_000, 1), false, true, new Random(2));
    for (Operand operand : List.of(c.a, c.b)) {
      for (int i = 0; i < operand.values.length; i++) {
        operand.values[i] = Math.abs(operand.values[i]);
      }
    }
    try (ThreadTeam team = new ThreadTeam(1)) {
      c.run(c.product(new ProductScratch(arithmetic, 1)), team);
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
        Case c = new Case(new ProductShape(193, 161, 300, 2), true, false, new Random(7));
        Product product = c.product(scratch);
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
    Case c = new Case(new ProductShape(150, 290, 8, 2), false, false, new Random(3));
    int[] seen = new int[c.c.length];
    try (ThreadTeam team = new ThreadTeam(1)) {
      Product product = c.product(new ProductScratch(arithmetic, 1));
      boolean[] numbers = new boolean[product.tiles()];
      product.run(
          team,
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
    Case c = new Case(new ProductShape(9, 40, 6, 1), false, true, new Random(4));
    c.a.values[c.a.at(0, 4, 2)] = Float.NaN;
    try (ThreadTeam team = new ThreadTeam(1)) {
      c.run(c.product(new ProductScratch(arithmetic, 1)), team);
    }
    for (int i = 0; i < 9; i++) {
      for (int j = 0; j < 40; j++) {
        assertThat(Float.isNaN(c.c[i * 40 + j])).isEqualTo(i == 4);
      }
    }
  }

  @Test
  void aPartOfAFactorIsPackedWithZerosBehindItsLines() {
    float[] values = {9, 1, 2, 3, 9, 4, 5, 6, 9, 7, 8, 10};
    for (Factor factor :
        List.of(StridedFactor.straight(1, 0, 4), StridedFactor.transposed(1, 0, 4))) {
      factor.bind(values);
      float[] target = new float[9];
      Arrays.fill(target, -1);
      Strips strips = new Strips(Arithmetics.plain().stripPacker());
      strips.target = target;
      strips.to = 1;
      strips.width = 3;
      strips.lineStride = 1;
      strips.depthStride = 3;
      strips.phases = 1;
      strips.stripStride = 6;
      factor.pack(0, 1, 2, 1, 2, strips);
      boolean straight = target[2] == 6;
      assertThat(target)
          .containsExactly(
              straight
                  ? new float[] {-1, 5, 6, 0, 8, 10, 0, -1, -1}
                  : new float[] {-1, 5, 8, 0, 6, 10, 0, -1, -1});
    }
  }

  @Test
  void refusesEmptyExtents() {
    assertThatThrownBy(() -> new ProductShape(4, 0, 3, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("n=0");
  }
}
