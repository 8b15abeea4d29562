package org.gradcl.backend.jvm.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.arithmetic.Arithmetics;
import org.gradcl.backend.jvm.arithmetic.InPlaceKernel;
import org.gradcl.backend.jvm.team.ThreadTeam;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Products of few rows in training, which are summed in lanes. */
class DotProductTest {
  private static final int MOST_ROWS = InPlaceKernel.MOST_ROWS_OF_DOTS;
  private static final int BATCH = 2;
  private static final int GAP = 3;

  /** Fewer columns than a kernel takes, lines that end within a vector, several blocks. */
  private static final int[][] COLUMNS_AND_DEPTHS = {
    {1, 64}, {3, 100}, {21, 513}, {70, 777}, {9, 4100}, {5, 8205}
  };

  static Stream<Arguments> vectors() {
    return Arithmetics.vector().stream().map(a -> Arguments.of(Named.of(Arithmetics.title(a), a)));
  }

  /** Random lines of A and B, each a gap from the next, behind a number that is none of theirs. */
  private record Lines(int n, int k, float[] left, float[] right) {
    static Lines random(int n, int k) {
      Random random = new Random(31L * n + k);
      return new Lines(n, k, numbers(random, MOST_ROWS, k), numbers(random, n, k));
    }

    private static float[] numbers(Random random, int lines, int k) {
      float[] numbers = new float[1 + BATCH * lines * (k + GAP)];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) random.nextGaussian();
      }
      return numbers;
    }

    Product product(int m, SumOrder order, ProductScratch scratch) {
      int stride = k + GAP;
      Factor a = StridedFactor.transposed(1, MOST_ROWS * stride, stride);
      Factor b = StridedFactor.transposed(1, n * stride, stride);
      a.bind(left);
      b.bind(right);
      return Product.of(new ProductShape(m, n, k, BATCH), a, b, order, scratch);
    }

    /** The products of the first rows of each matrix, matrix by matrix and row by row. */
    float[][] rows(int m, Arithmetic arithmetic, ThreadTeam team) {
      Product product = product(m, SumOrder.IN_LANES, new ProductScratch(arithmetic, 2));
      assertThat(product.variant()).contains("in lanes");
      float[][] rows = new float[BATCH * m][n];
      product.run(
          team,
          (tile, thread) -> {
            for (int i = 0; i < tile.rows; i++) {
              float[] row = rows[tile.matrix * m + tile.row + i];
              int from = tile.offset + i * tile.stride;
              System.arraycopy(tile.values, from, row, tile.column, tile.columns);
            }
          });
      return rows;
    }

    double exact(int matrix, int row, int column) {
      int a = 1 + (matrix * MOST_ROWS + row) * (k + GAP);
      int b = 1 + (matrix * n + column) * (k + GAP);
      double sum = 0;
      for (int p = 0; p < k; p++) {
        sum += (double) left[a + p] * right[b + p];
      }
      return sum;
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void eachNumberIsADotProduct(Arithmetic arithmetic) {
    try (ThreadTeam team = new ThreadTeam(2)) {
      for (int[] e : COLUMNS_AND_DEPTHS) {
        Lines lines = Lines.random(e[0], e[1]);
        float[][] rows = lines.rows(MOST_ROWS, arithmetic, team);
        // Of a sum of k products of normal numbers, which grows with the root of k.
        double bound = 2e-6 * Math.sqrt(e[1]);
        for (int i = 0; i < rows.length; i++) {
          for (int j = 0; j < e[0]; j++) {
            assertThat((double) rows[i][j])
                .as("row %d, column %d of %s", i, j, Arrays.toString(e))
                .isCloseTo(lines.exact(i / MOST_ROWS, i % MOST_ROWS, j), within(bound));
          }
        }
      }
    }
  }

  /** The form for one row and that for several add in the same order. */
  @ParameterizedTest
  @MethodSource("vectors")
  void aRowHasTheSameBitsInAnyNumberOfRows(Arithmetic arithmetic) {
    try (ThreadTeam team = new ThreadTeam(2)) {
      for (int[] e : COLUMNS_AND_DEPTHS) {
        Lines lines = Lines.random(e[0], e[1]);
        float[][] all = lines.rows(MOST_ROWS, arithmetic, team);
        for (int m = 1; m < MOST_ROWS; m++) {
          float[][] rows = lines.rows(m, arithmetic, team);
          for (int i = 0; i < rows.length; i++) {
            assertThat(rows[i])
                .as("row %d of %d, %s", i, m, Arrays.toString(e))
                .isEqualTo(all[i / m * MOST_ROWS + i % m]);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void isOnlyForFewRowsAndWhereTheOrderIsFree(Arithmetic arithmetic) {
    Lines lines = Lines.random(21, 513);
    ProductScratch scratch = new ProductScratch(arithmetic, 2);
    assertThat(lines.product(1, SumOrder.SEQUENTIAL, scratch).variant()).doesNotContain("lanes");
    assertThat(lines.product(MOST_ROWS + 1, SumOrder.IN_LANES, scratch).variant())
        .doesNotContain("lanes");
    assertThat(Lines.random(21, 63).product(1, SumOrder.IN_LANES, scratch).variant())
        .doesNotContain("lanes");
  }
}
