package org.gradcl.backend.jvm.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gradcl.expr.Operator;
import org.gradcl.expr.ScalarFunctions;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every arithmetic against float64, and the Vector API against plain Java bit by bit. */
class ArithmeticTest {
  private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 100, 512};
  private static final float[] EDGES = {
    0f,
    -0f,
    1f,
    -1f,
    20f,
    -20f,
    90f,
    -90f,
    0.5f,
    -0.5f,
    2.5f,
    -2.5f,
    1e-8f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    8388607.5f,
    -4194303.5f,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  static Stream<Arguments> all() {
    return Arithmetics.all().stream().map(a -> Arguments.of(Named.of(Arithmetics.title(a), a)));
  }

  static Stream<Arguments> vectors() {
    return Arithmetics.vector().stream().map(a -> Arguments.of(Named.of(Arithmetics.title(a), a)));
  }

  private static List<Operator> functions() {
    List<Operator> functions = new ArrayList<>();
    for (Operator operator : Operator.values()) {
      if (operator.arity() > 0) {
        functions.add(operator);
      }
    }
    return functions;
  }

  /** Numbers of all sizes, with every pair of edges somewhere if the block is long enough. */
  private static float[] operand(int which, int n, Random random) {
    float[] x = new float[Arithmetic.roundUp(n)];
    for (int i = 0; i < n; i++) {
      x[i] =
          switch (random.nextInt(4)) {
            case 0 -> EDGES[random.nextInt(EDGES.length)];
            case 1 -> Float.intBitsToFloat(random.nextInt());
            default -> (float) random.nextGaussian() * 3;
          };
    }
    for (int i = 0; i < Math.min(n, EDGES.length * EDGES.length); i++) {
      if (n == SIZES[SIZES.length - 1]) {
        x[i] = EDGES[which == 0 ? i % EDGES.length : i / EDGES.length];
      }
    }
    return x;
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyOperatorAgreesWithFloat64(Arithmetic arithmetic) {
    Random random = new Random(1);
    for (Operator operator : functions()) {
      for (int n : SIZES) {
        float[] a = operand(0, n, random);
        float[] b = operand(1, n, random);
        float[] c = operand(2, n, random);
        float[] out = new float[a.length];
        arithmetic.apply(operator, a, b, c, out, n);
        for (int i = 0; i < n; i++) {
          double[] operands = {a[i], b[i], c[i]};
          float expected =
              (float) ScalarFunctions.apply(operator, Arrays.copyOf(operands, operator.arity()));
          float bound = 2.5f * Math.ulp(expected);
          if (Float.isNaN(expected) || Float.isInfinite(expected)) {
            assertThat(Float.compare(out[i], expected))
                .as("%s %s is %s", operator, Arrays.toString(operands), out[i])
                .isZero();
          } else {
            assertThat(out[i])
                .as("%s %s", operator, Arrays.toString(operands))
                .isCloseTo(expected, within(bound));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void vectorsHaveTheBitsOfPlainJava(Arithmetic vector) {
    Arithmetic plain = Arithmetics.plain();
    Random random = new Random(2);
    for (Operator operator : functions()) {
      for (int round = 0; round < 50; round++) {
        for (int n : SIZES) {
          float[] a = operand(0, n, random);
          float[] b = operand(1, n, random);
          float[] c = operand(2, n, random);
          float[] expected = new float[a.length];
          float[] actual = new float[a.length];
          plain.apply(operator, a, b, c, expected, n);
          vector.apply(operator, a, b, c, actual, n);
          for (int i = 0; i < n; i++) {
            if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
              assertThat(actual[i])
                  .as("%s of %s, %s, %s", operator, a[i], b[i], c[i])
                  .isEqualTo(expected[i]);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void leavesItsOperandsAlone(Arithmetic arithmetic) {
    Random random = new Random(4);
    float[] a = operand(0, 100, random);
    float[] b = operand(1, 100, random);
    float[] c = operand(2, 100, random);
    float[][] before = {a.clone(), b.clone(), c.clone()};
    for (Operator operator : functions()) {
      arithmetic.apply(operator, a, b, c, new float[a.length], 100);
      assertThat(a).as("%s", operator).isEqualTo(before[0]);
      assertThat(b).as("%s", operator).isEqualTo(before[1]);
      assertThat(c).as("%s", operator).isEqualTo(before[2]);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesLeaves(Arithmetic arithmetic) {
    assertThatThrownBy(() -> arithmetic.apply(Operator.UNIFORM, null, null, null, new float[16], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("UNIFORM is a leaf");
  }

  /** The order that the contract states, written down once more. */
  private static float sumInOrder(float[] a, int from, int to) {
    float[] lanes = new float[16];
    int i = from;
    for (; i + 16 <= to; i += 16) {
      for (int j = 0; j < 16; j++) {
        lanes[j] += a[i + j];
      }
    }
    for (int half = 8; half >= 1; half /= 2) {
      for (int j = 0; j < half; j++) {
        lanes[j] += lanes[j + half];
      }
    }
    float sum = lanes[0];
    for (; i < to; i++) {
      sum += a[i];
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("all")
  void sumsInTheStatedOrder(Arithmetic arithmetic) {
    Random random = new Random(3);
    for (int n = 0; n < 300; n++) {
      int from = random.nextInt(20);
      float[] a = new float[from + n + random.nextInt(20)];
      for (int i = 0; i < a.length; i++) {
        a[i] = (float) (random.nextGaussian() * Math.exp(random.nextInt(12)));
      }
      assertThat(arithmetic.sum(a, from, from + n)).isEqualTo(sumInOrder(a, from, from + n));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void findsExtremesWhereverTheyAre(Arithmetic arithmetic) {
    for (int n = 1; n < 70; n++) {
      for (int at = 0; at < n; at++) {
        float[] a = new float[n + 3];
        Arrays.fill(a, 1000f);
        Arrays.fill(a, 1, n + 1, 5f);
        a[at + 1] = 7f;
        assertThat(arithmetic.maximum(a, 1, n + 1)).isEqualTo(7f);
        a[at + 1] = -7f;
        assertThat(arithmetic.minimum(a, 1, n + 1)).isEqualTo(-7f);
        a[at + 1] = Float.NaN;
        assertThat(arithmetic.maximum(a, 1, n + 1)).isNaN();
        assertThat(arithmetic.minimum(a, 1, n + 1)).isNaN();
      }
    }
    assertThat(arithmetic.maximum(new float[4], 2, 2)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(arithmetic.minimum(new float[4], 2, 2)).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @MethodSource("all")
  void noticesANumberThatIsNotFinite(Arithmetic arithmetic) {
    for (int n = 1; n < 50; n++) {
      for (int at = 0; at < n; at++) {
        float[] a = new float[n + 2];
        Arrays.fill(a, Float.MAX_VALUE);
        a[0] = Float.NaN;
        a[n + 1] = Float.NaN;
        assertThat(arithmetic.finiteness(a, 1, n + 1)).isEqualTo(0f);
        a[at + 1] = at % 2 == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
        assertThat(arithmetic.finiteness(a, 1, n + 1)).isNaN();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void accumulatesRows(Arithmetic arithmetic) {
    float[] sums = new float[40];
    float[] a = new float[100];
    for (int i = 0; i < a.length; i++) {
      a[i] = i;
    }
    arithmetic.accumulate(a, 3, sums, 37);
    arithmetic.accumulate(a, 50, sums, 37);
    for (int i = 0; i < 37; i++) {
      assertThat(sums[i]).isEqualTo(53 + 2 * i);
    }
    assertThat(Arrays.copyOfRange(sums, 37, 40)).containsOnly(0f);
  }

  /** Row after row, whatever is taken together: numbers whose sum depends on the order. */
  @ParameterizedTest
  @MethodSource("all")
  void accumulatesSeveralRowsInTheirOrder(Arithmetic arithmetic) {
    Random random = new Random(5);
    float[] a = new float[1000];
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) random.nextGaussian();
    }
    for (int rows : new int[] {0, 1, 7, 8, 9, 23}) {
      for (int n : new int[] {1, 15, 16, 37}) {
        float[] sums = new float[40];
        float[] expected = new float[40];
        sums[0] = expected[0] = 3;
        arithmetic.accumulateRows(a, 11, 41, rows, sums, n);
        for (int row = 0; row < rows; row++) {
          for (int i = 0; i < n; i++) {
            expected[i] += a[11 + 41 * row + i];
          }
        }
        assertThat(sums).as("%d rows of %d", rows, n).isEqualTo(expected);
      }
    }
  }

  @Test
  void knowsEveryWidthOfTheMachine() {
    assertThat(Arithmetics.vector()).isNotEmpty();
    int bits = 128;
    for (Arithmetic arithmetic : Arithmetics.vector()) {
      assertThat(arithmetic.vectorBits()).isEqualTo(bits);
      bits *= 2;
    }
  }
}
