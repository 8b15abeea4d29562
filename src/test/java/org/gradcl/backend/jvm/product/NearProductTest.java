package org.gradcl.backend.jvm.product;

import static org.assertj.core.api.Assertions.assertThat;

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
 * A small product is read where it lies, whatever its layout and extents, with the bits of one that
 * is packed.
 */
class NearProductTest {
  private static final int BATCH = 2;

  /** m, n and k: less and more than the kernel's rows and vectors, whole and not, one and many. */
  private static final int[][] EXTENTS = {
    {1, 1, 1},
    {1, 32, 32},
    {2, 9, 3},
    {3, 7, 64},
    {4, 8, 8},
    {5, 15, 2},
    {7, 16, 256},
    {8, 17, 5},
    {9, 24, 31},
    {24, 1, 32},
    {25, 31, 33},
    {32, 8, 32},
    {32, 32, 1},
    {32, 32, 32},
    {33, 33, 33},
    {47, 40, 10},
    {64, 64, 24},
    {100, 5, 60},
    {1100, 3, 4}
  };

  /** Distance of rows beyond the rows themselves, as where a matrix is a part of another. */
  private static final int GAP = 3;

  static Stream<Arguments> vectors() {
    return Arithmetics.vector().stream().map(a -> Arguments.of(Named.of(Arithmetics.title(a), a)));
  }

  /** A batch of matrices, of rows by columns as they are stored. */
  private static Factor factor(int rows, int columns, boolean linesAreNeighbours, Random random) {
    int stride = columns + GAP;
    float[] values = new float[BATCH * rows * stride];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 5 == 0 ? -0f : (float) random.nextGaussian();
    }
    Factor factor =
        linesAreNeighbours
            ? StridedFactor.straight(0, rows * stride, stride)
            : StridedFactor.transposed(0, rows * stride, stride);
    factor.bind(values);
    return factor;
  }

  private static float[] run(Product product, ProductShape shape, ThreadTeam team) {
    int stride = shape.n() + GAP;
    float[] c = new float[GAP + BATCH * shape.m() * stride];
    product.run(team, c, GAP, stride, (tile, thread) -> {});
    return c;
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readingInPlaceChangesNoBit(Arithmetic arithmetic) {
    try (ThreadTeam team = new ThreadTeam(2)) {
      for (int[] e : EXTENTS) {
        ProductShape shape = new ProductShape(e[0], e[1], e[2], BATCH);
        for (int layout = 0; layout < 4; layout++) {
          boolean rowsOfA = layout % 2 == 0;
          boolean rowsOfB = layout / 2 == 0;
          Random random = new Random(shape.hashCode());
          Factor a = rowsOfA ? factor(e[0], e[2], false, random) : factor(e[2], e[0], true, random);
          Factor b = rowsOfB ? factor(e[2], e[1], true, random) : factor(e[1], e[2], false, random);
          boolean near = rowsOfB || e[0] >= 24;
          Product inPlace = Product.of(shape, a, b, new ProductScratch(arithmetic, 2));
          assertThat(inPlace instanceof NearProduct).as("%s", shape).isEqualTo(near);
          ProductScratch scratch =
              new ProductScratch(arithmetic.stripPacker(), arithmetic::tileKernel, 2);
          Product packed = Product.of(shape, a, b, scratch);
          assertThat(packed).isInstanceOf(BlockedProduct.class);
          assertThat(run(inPlace, shape, team))
              .as("%s, layout %d", shape, layout)
              .isEqualTo(run(packed, shape, team));
        }
      }
    }
  }
}
