package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gradcl.backend.Device;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Place;
import org.gradcl.plan.ProductOperand;
import org.gradcl.plan.Store;
import org.gradcl.testing.OpenClForTests;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Products by tensor cores, which are emulated where a device has none: over the edges of tiles and
 * slices, in all layouts, and how precise they are.
 */
@RequiresOpenCl
class TensorProductTest {
  /** m, n, k, batch: less than a tile, over its edges, whole fours, more than a matrix. */
  private static final int[][] EXTENTS = {{7, 5, 3, 1}, {131, 70, 37, 1}, {68, 132, 40, 2}};

  static Stream<Bodies> bodies() {
    return Stream.of("tensor", "tensor 64x64x16/2").flatMap(TensorProductTest::forced);
  }

  static Stream<Bodies> smallTiles() {
    return forced("tensor 64x64x16");
  }

  private static Stream<Bodies> forced(String body) {
    return OpenClForTests.usable().stream().map(candidate -> new Bodies(candidate, body));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void productsWithEpilogueAndRowSumsAreThoseOfFloat64(Bodies bodies) {
    try (Device device = bodies.open()) {
      for (int[] extents : EXTENTS) {
        for (int layout = 0; layout < 3; layout++) {
          String variant = ProductTest.check(device, extents, layout == 2, layout == 1);
          assertThat(variant).startsWith("product_tensor tensor ");
        }
      }
    }
  }

  /** One sum of float32 strays by 1.1e-6; heads alone, 2.6e-4; all slices in one sum, 3.8e-6. */
  @ParameterizedTest
  @MethodSource("smallTiles")
  void errorsAreSmallerThanThoseOfOneSumOfFloat32(Bodies bodies) {
    int size = 64;
    int k = 4096;
    float[] a = OneLaunch.numbers(size * k, 1);
    float[] b = OneLaunch.numbers(k * size, 2);
    float[] found;
    try (Device device = bodies.open()) {
      found = product(device, size, k, a, b);
    }
    double squares = 0;
    double errors = 0;
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
          sum += (double) a[row * k + p] * b[p * size + column];
        }
        squares += sum * sum;
        errors += Math.pow(found[row * size + column] - sum, 2);
      }
    }
    assertThat(Math.sqrt(errors / squares)).isLessThan(4e-7);
  }

  /**
   * A head of 11 bits and a rest of 11: of 1 + 2⁻¹² + 2⁻²³ the last bit is cut off, where float32
   * would keep it; of 1 + 2⁻¹² + 2⁻²² it counts.
   */
  @ParameterizedTest
  @MethodSource("smallTiles")
  void whatTensorCoresDoNotReadIsCutOff(Bodies bodies) {
    float coarse = 1 + 0x1p-12f;
    float[] a = {coarse + 0x1p-23f, coarse + 0x1p-22f, 0, 0};
    float[] b = {1, 0, 0, 0};
    try (Device device = bodies.open()) {
      float[] found = product(device, 2, 2, new float[] {a[0], 0, a[1], 0}, b);
      assertThat(found).containsExactly(coarse, 0, coarse + 0x1p-22f, 0);
    }
  }

  @ParameterizedTest
  @MethodSource("smallTiles")
  void whatIsNotFiniteStaysSo(Bodies bodies) {
    float nan = Float.intBitsToFloat(0x7fffffff);
    float[] a = {nan, 0, Float.POSITIVE_INFINITY, 0};
    float[] b = {1, 1, 1, 1};
    try (Device device = bodies.open()) {
      for (float number : product(device, 2, 2, a, b)) {
        assertThat(number).isNaN();
      }
    }
  }

  /** C = A·B, A of size × k, B of k × size. */
  private static float[] product(Device device, int size, int k, float[] a, float[] b) {
    OneLaunch plan = new OneLaunch(device, 4);
    Place left = plan.input("a", 1, size, k, a);
    Place right = plan.input("b", 1, k, size, b);
    Place product = plan.output("product", 1, size, size);
    plan.add(
        new MatmulLaunch(
            "product",
            Phase.FORWARD,
            "",
            size,
            size,
            k,
            1,
            ProductOperand.left(left, false, 1),
            ProductOperand.right(right, false, 1),
            List.of(),
            Tape.of(Expr.variable(MatmulLaunch.PRODUCT)),
            List.of(new Store(product, Store.Mode.STORE, 0)),
            Optional.empty(),
            false));
    return plan.run(outputs -> outputs.apply("product").floats());
  }
}
