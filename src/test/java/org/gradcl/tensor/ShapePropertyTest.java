package org.gradcl.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;
import org.junit.jupiter.api.Test;

/** Shapes of any extents, up to and beyond the largest array. */
class ShapePropertyTest {
  private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);

  private static int extent(Draw draw) {
    return switch (draw.integer(1, 7)) {
      case 1 -> draw.of(1, 46340, 46341, 65536, Integer.MAX_VALUE);
      case 2, 3 -> draw.integer(1, Integer.MAX_VALUE);
      default -> draw.integer(1, 9);
    };
  }

  private static int[] small(Draw draw) {
    return draw.integers(0, 3, () -> draw.integer(1, 2));
  }

  private static BigInteger product(int[] extents) {
    return Arrays.stream(extents)
        .mapToObj(BigInteger::valueOf)
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  @SeededCases
  void elementsAreTheProductOrTheShapeIsRefused(Draw draw) {
    int[] extents = draw.integers(0, 5, () -> extent(draw));
    BigInteger product = product(extents);
    if (product.compareTo(MOST) > 0) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Shape.of(extents))
          .withMessageContainingAll("at most 2147483647", Arrays.toString(extents), "split it");
      return;
    }
    Shape shape = Shape.of(extents);
    assertThat(shape.elements()).isEqualTo(product.intValueExact());
    assertThat(shape.rank()).isEqualTo(extents.length);
    assertThat((long) shape.rows() * shape.columns()).isEqualTo(shape.elements());
    assertThat(shape.columns()).isEqualTo(extents.length == 0 ? 1 : extents[extents.length - 1]);
    assertThat(shape).hasToString(Arrays.toString(extents));
    for (int axis = 0; axis < extents.length; axis++) {
      assertThat(shape.extent(axis)).isEqualTo(extents[axis]);
      assertThat(shape.extent(axis - extents.length)).isEqualTo(extents[axis]);
    }
    for (int axis : new int[] {extents.length, -extents.length - 1, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> shape.extent(axis))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContainingAll("Axis " + axis, shape.toString());
    }
  }

  @SeededCases(300)
  void shapesAreEqualByTheirExtents(Draw draw) {
    int[] first = small(draw);
    int[] second = small(draw);
    Shape shape = Shape.of(first);
    assertThat(shape.equals(Shape.of(second))).isEqualTo(Arrays.equals(first, second));
    assertThat(shape).isEqualTo(Shape.of(first.clone())).hasSameHashCodeAs(Shape.of(first.clone()));
  }

  @SeededCases(100)
  void anExtentBelowOneIsRefused(Draw draw) {
    int wrong = draw.integer(Integer.MIN_VALUE, 0);
    int[] extents = {46341, 1, 46341};
    extents[draw.integer(0, 2)] = wrong;
    // Also beside extents whose product alone would be too large.
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(extents))
        .withMessageContaining(Integer.toString(wrong));
  }

  @SeededCases(300)
  void aBatchHasOneAxisMoreThanItsSample(Draw draw) {
    Shape sample = Shape.of(small(draw));
    int samples = draw.integer(1, 9);
    Shape batch = sample.batch(samples);
    assertThat(batch.rank()).isEqualTo(sample.rank() + 1);
    assertThat(batch.extent(0)).isEqualTo(samples);
    assertThat(batch.elements()).isEqualTo(samples * sample.elements());
    assertThat(batch.sample()).isEqualTo(sample);
  }

  @Test
  void noSamplesAreNoBatchAndAScalarHasNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(3).batch(0))
        .withMessageContaining("[0, 3]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(Integer.MAX_VALUE).batch(2))
        .withMessageContaining("at most 2147483647");
    assertThatThrownBy(() -> Shape.scalar().sample()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whoeverChangesAnArrayDoesNotChangeAShape() {
    int[] extents = {2, 3};
    Shape shape = Shape.of(extents);
    extents[0] = 7;
    shape.extents()[1] = 7;
    assertThat(shape).isEqualTo(Shape.of(2, 3));
    assertThat(Shape.scalar()).isEqualTo(Shape.of()).hasToString("[]");
    assertThat(Shape.scalar().elements()).isEqualTo(1);
  }
}
