package org.gradcl.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Shapes of any extents, up to and beyond the largest array. */
class ShapePropertyTest {
  private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);

  @Provide
  Arbitrary<int[]> extents() {
    Arbitrary<Integer> extent =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.integers().between(1, 9)),
            Tuple.of(2, Arbitraries.integers().between(1, Integer.MAX_VALUE)),
            Tuple.of(1, Arbitraries.of(1, 46340, 46341, 65536, Integer.MAX_VALUE)));
    return extent.array(int[].class).ofMinSize(0).ofMaxSize(5);
  }

  private static BigInteger product(int[] extents) {
    return Arrays.stream(extents)
        .mapToObj(BigInteger::valueOf)
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  @Property(tries = 1000)
  void elementsAreTheProductOrTheShapeIsRefused(@ForAll("extents") int[] extents) {
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

  @Property(tries = 300)
  void shapesAreEqualByTheirExtents(@ForAll("small") int[] first, @ForAll("small") int[] second) {
    Shape shape = Shape.of(first);
    assertThat(shape.equals(Shape.of(second))).isEqualTo(Arrays.equals(first, second));
    assertThat(shape).isEqualTo(Shape.of(first.clone())).hasSameHashCodeAs(Shape.of(first.clone()));
  }

  @Provide
  Arbitrary<int[]> small() {
    return Arbitraries.integers().between(1, 2).array(int[].class).ofMinSize(0).ofMaxSize(3);
  }

  @Property(tries = 100)
  void anExtentBelowOneIsRefused(
      @ForAll @IntRange(min = Integer.MIN_VALUE, max = 0) int wrong,
      @ForAll @IntRange(max = 2) int at) {
    int[] extents = {46341, 1, 46341};
    extents[at] = wrong;
    // Also beside extents whose product alone would be too large.
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(extents))
        .withMessageContaining(Integer.toString(wrong));
  }

  @Property(tries = 300)
  void aBatchHasOneAxisMoreThanItsSample(
      @ForAll("small") int[] extents, @ForAll @IntRange(min = 1, max = 9) int samples) {
    Shape sample = Shape.of(extents);
    Shape batch = sample.batch(samples);
    assertThat(batch.rank()).isEqualTo(sample.rank() + 1);
    assertThat(batch.extent(0)).isEqualTo(samples);
    assertThat(batch.elements()).isEqualTo(samples * sample.elements());
    assertThat(batch.sample()).isEqualTo(sample);
  }

  @Example
  void noSamplesAreNoBatchAndAScalarHasNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(3).batch(0))
        .withMessageContaining("[0, 3]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(Integer.MAX_VALUE).batch(2))
        .withMessageContaining("at most 2147483647");
    assertThatThrownBy(() -> Shape.scalar().sample()).isInstanceOf(IllegalStateException.class);
  }

  @Example
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
