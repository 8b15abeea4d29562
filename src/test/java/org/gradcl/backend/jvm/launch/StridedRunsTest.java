package org.gradcl.backend.jvm.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.arithmetic.Arithmetics;
import org.gradcl.plan.Place.Axis;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StridedRunsTest {
  private static final int BASE = 90;
  private static final int TO = 3;

  private static final List<List<Axis>> PLACES =
      List.of(
          List.of(new Axis(5, 1)),
          List.of(new Axis(7, -3)),
          List.of(new Axis(4, 9), new Axis(8, 1)),
          List.of(new Axis(4, 9), new Axis(2, 0), new Axis(3, 2)),
          // As the gradient of a pool reads its windows: each is repeated along both axes.
          List.of(new Axis(3, 40), new Axis(2, 0), new Axis(4, 10), new Axis(2, 0), new Axis(9, 1)),
          List.of(
              new Axis(2, 100), new Axis(3, -20), new Axis(2, 7), new Axis(3, 2), new Axis(2, 0)));

  static List<Arithmetic> arithmetics() {
    return Arithmetics.all();
  }

  @ParameterizedTest
  @MethodSource("arithmetics")
  void anyStretchOfRunsIsCopied(Arithmetic arithmetic) {
    float[] array = new float[400];
    for (int i = 0; i < array.length; i++) {
      array[i] = i;
    }
    for (List<Axis> axes : PLACES) {
      StridedRuns runs = new StridedRuns(BASE, axes, arithmetic.stripPacker());
      AxisOffsets offsets = new AxisOffsets(axes);
      int size = axes.get(axes.size() - 1).extent();
      int all = axes.stream().mapToInt(Axis::extent).reduce(1, (a, b) -> a * b) / size;
      assertThat(runs.size()).isEqualTo(size);
      for (int first = 0; first < all; first++) {
        for (int count = 1; count <= all - first; count++) {
          for (int within = 0; within < size; within += 2) {
            int part = within == 0 ? size : size - within;
            float[] expected = new float[TO + count * part + 1];
            Arrays.fill(expected, -1);
            float[] copied = expected.clone();
            for (int i = 0; i < count * part; i++) {
              int element = (first + i / part) * size + within + i % part;
              expected[TO + i] = BASE + offsets.of(element);
            }
            runs.copy(array, first, count, within, part, copied, TO);
            assertThat(copied).as("%s, %d from %d on", axes, count, first).isEqualTo(expected);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("arithmetics")
  void runsOfAnySizeAreCopiedAndNothingBesideThem(Arithmetic arithmetic) {
    for (int size : IntStream.rangeClosed(1, 70).toArray()) {
      for (int count : new int[] {1, 3, 19}) {
        for (int gap : new int[] {0, 1}) {
          verify(arithmetic, size, count, size + 2, gap);
          verify(arithmetic, size, count, 0, gap);
        }
      }
    }
  }

  private static void verify(Arithmetic arithmetic, int size, int count, int step, int gap) {
    // Not a float more than there must be: reading or writing behind it would throw.
    float[] source = new float[1 + (count - 1) * step + size];
    for (int i = 0; i < source.length; i++) {
      source[i] = i;
    }
    int stride = size + gap;
    float[] expected = new float[TO + count * stride + 20];
    Arrays.fill(expected, -1);
    float[] target = expected.clone();
    for (int i = 0; i < count * size; i++) {
      expected[TO + i / size * stride + i % size] = source[1 + i / size * step + i % size];
    }
    arithmetic.stripPacker().runs(source, 1, step, count, size, target, TO, stride);
    assertThat(target).as("%d of %d, step %d", count, size, step).isEqualTo(expected);
    float[] exact = Arrays.copyOf(expected, TO + (count - 1) * stride + size);
    float[] filled = new float[exact.length];
    Arrays.fill(filled, -1);
    arithmetic.stripPacker().runs(source, 1, step, count, size, filled, TO, stride);
    assertThat(filled).as("%d of %d, step %d", count, size, step).isEqualTo(exact);
  }
}
