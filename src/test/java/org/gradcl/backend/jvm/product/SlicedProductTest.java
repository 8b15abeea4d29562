package org.gradcl.backend.jvm.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
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

/** A small C with a long inner extent, of which one factor is said to be read by windows. */
class SlicedProductTest {
  private static final int M = 21;
  private static final int N = 70;
  private static final int K = 5000;
  private static final ProductShape SHAPE = new ProductShape(M, N, K, 1);

  static Stream<Arguments> arithmetics() {
    return Arithmetics.all().stream().map(a -> Arguments.of(Named.of(Arithmetics.title(a), a)));
  }

  /** A matrix whose lines are neighbours. */
  private record Windowed(Factor matrix) implements Factor {
    @Override
    public void bind(float[] values) {
      matrix.bind(values);
    }

    @Override
    public boolean linesAreNeighbours() {
      return true;
    }

    @Override
    public boolean readByWindows() {
      return true;
    }

    @Override
    public int phases() {
      return 1;
    }

    @Override
    public void pack(int matrix, int line, int count, int depth, int length, Strips strips) {
      this.matrix.pack(matrix, line, count, depth, length, strips);
    }
  }

  private static float[] numbers(int count, int seed) {
    Random random = new Random(seed);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    return numbers;
  }

  private static float[] product(Arithmetic arithmetic, int threads, boolean direct) {
    Factor a = StridedFactor.straight(0, 0, M);
    Factor b = new Windowed(StridedFactor.straight(0, 0, N));
    a.bind(numbers(K * M, 1));
    b.bind(numbers(K * N, 2));
    float[] c = new float[M * N];
    try (ThreadTeam team = new ThreadTeam(threads)) {
      Product product = Product.of(SHAPE, a, b, new ProductScratch(arithmetic, threads));
      assertThat(product.variant()).contains("10 slices");
      if (direct) {
        product.run(team, c, 0, N, (tile, thread) -> {});
      } else {
        product.run(
            team,
            (tile, thread) -> {
              for (int i = 0; i < tile.rows; i++) {
                int to = (tile.row + i) * N + tile.column;
                System.arraycopy(tile.values, tile.offset + i * tile.stride, c, to, tile.columns);
              }
            });
      }
    }
    return c;
  }

  @ParameterizedTest
  @MethodSource("arithmetics")
  void agreesWithFloat64(Arithmetic arithmetic) {
    float[] a = numbers(K * M, 1);
    float[] b = numbers(K * N, 2);
    float[] c = product(arithmetic, 2, false);
    for (int i = 0; i < M; i++) {
      for (int j = 0; j < N; j++) {
        double sum = 0;
        for (int p = 0; p < K; p++) {
          sum += (double) a[p * M + i] * b[p * N + j];
        }
        assertThat((double) c[i * N + j]).isEqualTo(sum, within(2e-5));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("arithmetics")
  void hasTheSameBitsWithAnyNumberOfThreadsAndWhereverItGoes(Arithmetic arithmetic) {
    List<float[]> results = new ArrayList<>();
    for (int threads : new int[] {1, 2, 5}) {
      results.add(product(arithmetic, threads, false));
      results.add(product(arithmetic, threads, true));
    }
    for (float[] result : results) {
      assertThat(result).isEqualTo(results.get(0));
    }
  }

  @Test
  void onlyALongInnerExtentOfFewRowsIsCut() {
    Factor matrix = StridedFactor.straight(0, 0, N);
    Factor windowed = new Windowed(matrix);
    assertThat(SlicedProduct.suits(SHAPE, matrix, windowed)).isTrue();
    assertThat(SlicedProduct.suits(SHAPE, windowed, matrix)).isTrue();
    assertThat(SlicedProduct.suits(SHAPE, matrix, matrix)).isFalse();
    assertThat(SlicedProduct.suits(new ProductShape(M, N, 4095, 1), matrix, windowed)).isFalse();
    assertThat(SlicedProduct.suits(new ProductShape(65, N, K, 1), matrix, windowed)).isFalse();
    assertThat(SlicedProduct.suits(new ProductShape(M, N, K, 2), matrix, windowed)).isFalse();
  }
}
