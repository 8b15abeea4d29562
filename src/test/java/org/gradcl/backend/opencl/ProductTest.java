package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gradcl.backend.Device;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Place;
import org.gradcl.plan.ProductOperand;
import org.gradcl.plan.Region;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;
import org.gradcl.tensor.HostTensor;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both products against float64, in all layouts, over the edges of tiles, panels and blocks. */
@RequiresOpenCl
class ProductTest {
  /**
   * m, n, k, batch: a single number, odd, over a tile, over the blocks of rows and of k, whole
   * tiles, and whole fours, which lie at multiples of four.
   */
  private static final int[][] EXTENTS = {
    {1, 1, 1, 1},
    {7, 5, 3, 1},
    {37, 29, 300, 1},
    {65, 130, 17, 1},
    {13, 1, 70, 1},
    {1, 33, 65, 1},
    {300, 40, 530, 1},
    {6, 64, 32, 1},
    {70, 64, 48, 1},
    {19, 21, 23, 3},
    {132, 68, 40, 1},
    {20, 28, 36, 2}
  };

  static List<Bodies> bodies() {
    return Bodies.all().toList();
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void productsWithEpilogueAndRowSumsAreThoseOfFloat64(Bodies bodies) {
    try (Device device = bodies.open()) {
      for (int[] extents : EXTENTS) {
        for (int layout = 0; layout < 3; layout++) {
          check(device, extents, layout == 2, layout == 1);
        }
      }
    }
  }

  /** One after the other, 5,000 numbers of one sign stray further than the bound. */
  @ParameterizedTest
  @MethodSource("bodies")
  void longSumsAreTakenInParts(Bodies bodies) {
    try (Device device = bodies.open()) {
      for (int layout = 0; layout < 3; layout++) {
        check(device, new int[] {37, 29, 5000, 1}, layout == 2, layout == 1, true, false);
      }
    }
  }

  /**
   * Equal numbers, as gradients of the mean absolute error are: one by one, these stray by 7e-6.
   */
  @ParameterizedTest
  @MethodSource("bodies")
  void theSumsOfRowsAreTakenInPartsByTheLargestTile(Bodies bodies) {
    int size = 1024;
    int k = 512;
    float[] numbers = new float[k * size];
    Arrays.fill(numbers, 0.486f);
    try (Device device = bodies.open()) {
      OneLaunch plan = new OneLaunch(device);
      Place a = plan.input("a", 1, k, size, numbers);
      Place b = plan.input("b", 1, k, size, new float[k * size]);
      Place sums = plan.output("sums", 1, 1, size);
      plan.add(
          new MatmulLaunch(
              "product",
              Phase.BACKWARD,
              "",
              size,
              size,
              k,
              1,
              ProductOperand.left(a, true, 1),
              ProductOperand.right(b, false, 1),
              List.of(),
              Tape.of(List.of()),
              List.of(),
              Optional.of(sums),
              false));
      float[] found = plan.run(outputs -> outputs.apply("sums").floats());
      assertThat(plan.variants().get(0))
          .contains(bodies.body().equals("128x128x8") ? "128x128" : "");
      for (float sum : found) {
        assertThat((double) sum).isCloseTo((double) 0.486f * k, within(1e-6 * k * 0.486));
      }
    }
  }

  /** Checks a product and says which variant ran. */
  static String check(Device device, int[] extents, boolean transposeA, boolean transposeB) {
    return check(device, extents, transposeA, transposeB, false, false);
  }

  /** The same, with A or with B at the end of its buffer. */
  static String checkAtTheEnd(
      Device device, int[] extents, boolean transposeA, boolean transposeB, boolean endsWithA) {
    return check(device, extents, transposeA, transposeB, false, endsWithA);
  }

  private static String check(
      Device device,
      int[] extents,
      boolean transposeA,
      boolean transposeB,
      boolean oneSign,
      boolean endsWithA) {
    int m = extents[0];
    int n = extents[1];
    int k = extents[2];
    int batch = extents[3];
    float[] a = OneLaunch.numbers(batch * m * k, 1);
    float[] b = OneLaunch.numbers(batch * k * n, 2);
    for (float[] values : oneSign ? List.of(a, b) : List.<float[]>of()) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.abs(values[i]);
      }
    }
    float[] bias = OneLaunch.numbers(n, 3);
    float[] factor = OneLaunch.numbers(batch * m * n, 4);
    boolean wholeFours = (m | n | k) % 4 == 0;
    OneLaunch plan = new OneLaunch(device, wholeFours ? 4 : 5);
    int biasBase = plan.input("bias", 1, 1, n, bias).base();
    Place placeBias = Place.perColumn(Region.INPUT, biasBase, batch * m, n);
    Place placeFactor = plan.input("factor", 1, batch * m, n, factor);
    Place placeA = null;
    Place placeB = null;
    for (boolean isA : new boolean[] {!endsWithA, endsWithA}) {
      if (isA) {
        placeA = plan.input("a", batch, transposeA ? k : m, transposeA ? m : k, a);
      } else {
        placeB = plan.input("b", batch, transposeB ? n : k, transposeB ? k : n, b);
      }
    }
    Place y = plan.output("y", 1, batch * m, n);
    Place z = plan.output("z", 1, batch * m, n);
    Optional<Place> sums =
        batch == 1 ? Optional.of(plan.output("sums", 1, 1, m)) : Optional.empty();
    Expr biased = Expr.variable("product").plus(Expr.variable("x0"));
    Tape tape = Tape.of(biased.times(Expr.variable("x1")), biased);
    plan.add(
        new MatmulLaunch(
            "product",
            transposeA ? Phase.BACKWARD : Phase.FORWARD,
            "",
            m,
            n,
            k,
            batch,
            ProductOperand.left(placeA, transposeA, batch),
            ProductOperand.right(placeB, transposeB, batch),
            List.of(
                new Operand("x0", new Source.Memory(placeBias)),
                new Operand("x1", new Source.Memory(placeFactor))),
            tape,
            List.of(new Store(y, Store.Mode.STORE, 0), new Store(z, Store.Mode.STORE, 1)),
            sums,
            false));
    List<HostTensor> found =
        plan.run(
            outputs -> {
              List<HostTensor> read = new ArrayList<>();
              read.add(outputs.apply("y"));
              read.add(outputs.apply("z"));
              sums.ifPresent(place -> read.add(outputs.apply("sums")));
              return read;
            });
    String what =
        String.format(
            "m=%d n=%d k=%d batch=%d %s%s",
            m, n, k, batch, transposeA ? "T" : "N", transposeB ? "T" : "N");
    for (int matrix = 0; matrix < batch; matrix++) {
      for (int row = 0; row < m; row++) {
        double rowSum = 0;
        double worst = 0;
        for (int column = 0; column < n; column++) {
          double sum = bias[column];
          double magnitude = Math.abs(sum);
          for (int p = 0; p < k; p++) {
            int atA = matrix * m * k + (transposeA ? p * m + row : row * k + p);
            int atB = matrix * k * n + (transposeB ? column * k + p : p * n + column);
            sum += (double) a[atA] * b[atB];
            magnitude += Math.abs((double) a[atA] * b[atB]);
          }
          int place = (matrix * m + row) * n + column;
          double deviation = Math.abs(found.get(1).floats()[place] - sum);
          double scaled = Math.abs(found.get(0).floats()[place] - sum * factor[place]);
          worst = Math.max(worst, Math.max(deviation, scaled) / magnitude);
        }
        assertThat(worst).as("%s, row %d", what, row).isLessThan(1e-6);
        for (int p = 0; p < k; p++) {
          rowSum += a[transposeA ? p * m + row : row * k + p];
        }
        if (sums.isPresent()) {
          assertThat(Math.abs(found.get(2).floats()[row] - rowSum))
              .as(what)
              .isLessThan(1e-6 * k + 1e-7);
        }
      }
    }
    return plan.variants().get(0);
  }
}
