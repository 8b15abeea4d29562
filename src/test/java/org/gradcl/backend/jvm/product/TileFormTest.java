package org.gradcl.backend.jvm.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.arithmetic.Arithmetics;
import org.gradcl.backend.jvm.arithmetic.TileKernel;
import org.gradcl.backend.jvm.team.ThreadTeam;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The form of a kernel is a matter of speed: sums are taken in one order in all of them. */
class TileFormTest {
  private static final int N = 70;
  private static final int K = 300;

  static Stream<Arguments> vectors() {
    return Arithmetics.vector().stream().map(a -> Arguments.of(Named.of(Arithmetics.title(a), a)));
  }

  private static float[] numbers(Random random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static ProductScratch scratch(Arithmetic arithmetic, Supplier<TileKernel> kernel) {
    return new ProductScratch(arithmetic.stripPacker(), kernel, 2);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theFormChangesNoBit(Arithmetic arithmetic) {
    Random random = new Random(2);
    float[] left = numbers(random, 40 * K);
    float[] right = numbers(random, N * K);
    for (int count : new int[] {1, 3, 4, 5, 8, 11, 12, 13, 16, 31, 40}) {
      float[] chosen = rows(scratch(arithmetic, arithmetic::tileKernel), left, right, 0, count);
      float[] other = rows(scratch(arithmetic, arithmetic::otherTileKernel), left, right, 0, count);
      assertThat(other).as("%d rows", count).isEqualTo(chosen);
    }
  }

  /** What is computed with many rows is computed with few. */
  @ParameterizedTest
  @MethodSource("vectors")
  void theNumberOfRowsChangesNoBit(Arithmetic arithmetic) {
    Random random = new Random(1);
    float[] left = numbers(random, 200 * K);
    float[] right = numbers(random, N * K);
    float[] all = rows(new ProductScratch(arithmetic, 2), left, right, 0, 200);
    for (int count : new int[] {1, 2, 7, 33, 129}) {
      float[] some = rows(new ProductScratch(arithmetic, 2), left, right, 60, count);
      for (int i = 0; i < some.length; i++) {
        assertThat(some[i]).isEqualTo(all[60 * N + i]);
      }
    }
  }

  /** The product of some rows of A and Bᵀ. */
  private static float[] rows(
      ProductScratch scratch, float[] left, float[] right, int first, int count) {
    Factor a = StridedFactor.transposed(first * K, 0, K);
    a.bind(left);
    Factor b = StridedFactor.transposed(0, 0, K);
    b.bind(right);
    float[] c = new float[count * N];
    try (ThreadTeam team = new ThreadTeam(2)) {
      Product.of(new ProductShape(count, N, K, 1), a, b, scratch)
          .run(
              team,
              (tile, thread) -> {
                for (int i = 0; i < tile.rows; i++) {
                  int to = (tile.row + i) * N + tile.column;
                  System.arraycopy(tile.values, i * tile.stride, c, to, tile.columns);
                }
              });
    }
    return c;
  }
}
