package org.gradcl.backend.jvm.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.team.ThreadTeam;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights that a step's first product packs for the others: no sum's bits depend on it. */
class RepeatedProductTest {
  private static final int[][] EXTENTS = {
    {17, 64, 64}, {32, 256, 64}, {32, 64, 256}, {33, 100, 300}, {130, 7, 601}, {512, 90, 70}
  };

  static Stream<Arguments> vectors() {
    return FewRowsProductTest.vectors();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void anotherProductOfTheSameWeightsReadsWhatTheFirstHasPacked(Arithmetic arithmetic) {
    try (ThreadTeam team = new ThreadTeam(2)) {
      for (int[] extents : EXTENTS) {
        for (boolean neighbours : new boolean[] {false, true}) {
          ProductShape shape = new ProductShape(extents[0], extents[1], extents[2], 1);
          ProductScratch scratch = new ProductScratch(arithmetic, 2);
          float[] weights = numbers(shape.n() * shape.k(), 1);
          float[] first = numbers(shape.m() * shape.k(), 2);
          float[] second = numbers(shape.m() * shape.k(), 3);
          Factor a = StridedFactor.transposed(0, 0, shape.k());
          Factor b =
              neighbours
                  ? StridedFactor.straight(0, 0, shape.n())
                  : StridedFactor.transposed(0, 0, shape.k());
          b.bind(weights);
          assertThat(WeightsProduct.suits(shape, true, a, b, scratch)).as("%s", shape).isTrue();
          PackedMatrix matrix = new PackedMatrix(WeightsProduct.floats(shape, b, scratch));
          WeightsProduct one = WeightsProduct.of(shape, true, a, b, matrix, scratch);
          WeightsProduct other = WeightsProduct.of(shape, true, a, b, matrix, scratch);
          Product usual = Product.of(shape, a, b, scratch);

          a.bind(first);
          assertThat(one.isFor(1)).isTrue();
          assertThat(run(one, shape, team)).as("%s", shape).isEqualTo(run(usual, shape, team));
          a.bind(second);
          float[] expected = run(usual, shape, team);
          weights[5] += 1;
          assertThat(other.isFor(1)).isTrue();
          assertThat(run(other, shape, team)).as("of version 1").isEqualTo(expected);
          assertThat(other.isFor(2)).isTrue();
          assertThat(run(other, shape, team)).as("of 2").isEqualTo(run(usual, shape, team));
        }
      }
    }
  }

  private static float[] numbers(int count, long seed) {
    Random random = new Random(seed);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static float[] run(Product product, ProductShape shape, ThreadTeam team) {
    float[] c = new float[shape.m() * shape.n()];
    product.run(
        team,
        (tile, thread) -> {
          for (int i = 0; i < tile.rows; i++) {
            System.arraycopy(
                tile.values,
                tile.offset + i * tile.stride,
                c,
                (tile.row + i) * shape.n() + tile.column,
                tile.columns);
          }
        });
    return c;
  }
}
