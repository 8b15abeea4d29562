package org.gradcl.backend.jvm.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gradcl.backend.jvm.arithmetic.Arithmetics;
import org.gradcl.backend.jvm.arithmetic.Strips;
import org.gradcl.backend.jvm.arithmetic.TileKernel;
import org.gradcl.plan.Place;
import org.gradcl.plan.Place.Axis;
import org.gradcl.plan.ProductOperand;
import org.gradcl.plan.ProductOperand.Window;
import org.gradcl.plan.Region;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is packed, number by number, against the definition of a {@link ProductOperand}. */
class GatheredFactorTest {
  private static final int BASE = 5;
  private static final int CHANNELS = 19;
  private static final float UNTOUCHED = -1;

  /**
   * Lines n, h, w and inner indices y, x, c, or the other way round: places and taps of images with
   * 6 rows and 7 columns.
   */
  private static ProductOperand operand(
      boolean linesAreNeighbours, int rows, int place, int tap, int start, int divisor) {
    int image = 6 * 7 * CHANNELS;
    List<Axis> places = List.of(new Axis(2, image), new Axis(rows, 0), new Axis(7, 0));
    List<Axis> taps = List.of(new Axis(3, 0), new Axis(2, 0), new Axis(CHANNELS, 1));
    List<Integer> placesOfRow = List.of(0, place, 0);
    List<Integer> placesOfColumn = List.of(0, 0, place);
    List<Integer> tapsOfRow = List.of(tap, 0, 0);
    List<Integer> tapsOfColumn = List.of(0, tap, 0);
    boolean swap = linesAreNeighbours;
    List<Window> windows =
        List.of(
            new Window(
                6,
                7 * CHANNELS,
                start,
                divisor,
                List.of(0),
                swap ? tapsOfRow : placesOfRow,
                swap ? placesOfRow : tapsOfRow),
            new Window(
                7,
                CHANNELS,
                start,
                divisor,
                List.of(0),
                swap ? tapsOfColumn : placesOfColumn,
                swap ? placesOfColumn : tapsOfColumn));
    return new ProductOperand(
        Place.of(Region.FROZEN, BASE, new Axis(2 * image, 1)),
        BASE,
        List.of(new Axis(1, 0)),
        swap ? taps : places,
        swap ? places : taps,
        windows,
        linesAreNeighbours);
  }

  static Stream<Arguments> operands() {
    return Stream.of(true, false).flatMap(GatheredFactorTest::operands);
  }

  static Stream<Arguments> operandsByRows() {
    return operands(false);
  }

  private static Stream<Arguments> operands(boolean linesAreNeighbours) {
    boolean swap = linesAreNeighbours;
    return Stream.of(
        of("3×2 taps", operand(swap, 6, 1, 1, -1, 1)),
        of("stride 2", operand(swap, 4, 2, 1, -1, 1)),
        of("dilation 2, in reverse", operand(swap, 6, -1, 2, 5, 1)),
        of("inverse of stride 2", operand(swap, 9, 1, -1, 1, 2)),
        of("inverse of stride 3", operand(swap, 9, 1, -1, 1, 3)),
        of("inverse of stride 2, dilation 2", operand(swap, 9, 2, -1, 1, 4)));
  }

  private static Arguments of(String name, ProductOperand operand) {
    String neighbours = operand.linesAreNeighbours() ? ", lines are neighbours" : "";
    return Arguments.of(Named.of(name + neighbours, operand));
  }

  private static float[] values() {
    float[] values = new float[BASE + 2 * 6 * 7 * CHANNELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1 + i;
    }
    return values;
  }

  /** The number of a line at a depth; 0 where it is left out. */
  private static float expected(ProductOperand operand, float[] values, int line, int p) {
    int[] l = digits(operand.lines(), line);
    int[] d = digits(operand.inner(), p);
    int at = operand.base() + sum(strides(operand.lines()), l) + sum(strides(operand.inner()), d);
    for (Window window : operand.windows()) {
      int index = window.start() + sum(window.lineFactors(), l) + sum(window.innerFactors(), d);
      if (Math.floorMod(index, window.divisor()) != 0
          || index < 0
          || index / window.divisor() >= window.extent()) {
        return 0;
      }
      at += index / window.divisor() * window.stride();
    }
    return values[at];
  }

  private static List<Integer> strides(List<Axis> axes) {
    return axes.stream().map(Axis::stride).toList();
  }

  private static int[] digits(List<Axis> axes, int index) {
    int[] digits = new int[axes.size()];
    int rest = index;
    for (int i = digits.length - 1; i >= 0; i--) {
      digits[i] = rest % axes.get(i).extent();
      rest /= axes.get(i).extent();
    }
    return digits;
  }

  private static int sum(List<Integer> factors, int[] digits) {
    int sum = 0;
    for (int i = 0; i < digits.length; i++) {
      sum += factors.get(i) * digits[i];
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("operands")
  void stripsOfNeighboursHaveEveryNumberAndZerosWhereThereIsNone(ProductOperand operand) {
    for (int width : new int[] {3, 8, 16}) {
      Strips strips = strips(width, 1, false);
      verify(operand, strips, 5, 41, 2, 50);
      verify(operand, strips, 0, 16, 7, 33);
    }
  }

  @ParameterizedTest
  @MethodSource("operandsByRows")
  void stripsOfRowsHaveThePartsThatTheySay(ProductOperand operand) {
    GatheredFactor factor = new GatheredFactor(operand);
    for (int phases : new int[] {1, factor.phases()}) {
      Strips strips = strips(TileKernel.ROWS_OF_STRIP, phases, true);
      verify(operand, strips, 5, 41, 2, 110);
      verify(operand, strips, 0, 16, 7, 33);
    }
  }

  private static Strips strips(int width, int phases, boolean ofRows) {
    Strips strips = new Strips(Arithmetics.plain().stripPacker());
    strips.width = width;
    strips.phases = phases;
    strips.lineStride = ofRows ? TileKernel.ROW_DISTANCE : 1;
    strips.depthStride = ofRows ? 1 : width;
    strips.stripStride = width * (ofRows ? TileKernel.ROW_DISTANCE : 130);
    strips.to = 4;
    return strips;
  }

  private static void verify(
      ProductOperand operand, Strips strips, int line, int count, int depth, int length) {
    float[] values = values();
    GatheredFactor factor = new GatheredFactor(operand);
    factor.bind(values);
    strips.target = new float[4 + strips.count(count) * strips.stripStride];
    Arrays.fill(strips.target, UNTOUCHED);
    factor.pack(0, line, count, depth, length, strips);
    int all = TileKernel.MOST_DEPTH / 2;
    int lines = strips.count(count) * strips.width;
    for (int j = 0; j < lines; j++) {
      for (int p = 0; p < all; p++) {
        boolean there = p < length && (j >= count || !strips.ofRows() || covers(strips, j, p));
        float wanted =
            p >= length || j >= count ? 0 : expected(operand, values, line + j, depth + p);
        float found = strips.target[strips.place(j) + p * strips.depthStride];
        assertThat(found).as("line %d, depth %d", j, p).isEqualTo(there ? wanted : UNTOUCHED);
        assertThat(there || wanted == 0).isTrue();
      }
    }
  }

  private static boolean covers(Strips strips, int j, int p) {
    return strips.parts.covers(strips.strip(j), p);
  }

  @ParameterizedTest
  @MethodSource("operands")
  void phasesAreThoseOfTheDivisor(ProductOperand operand) {
    Window window = operand.windows().get(1);
    int innermost = operand.lines().size() - 1;
    int factor = window.lineFactors().get(innermost);
    int expected = factor == 0 ? 1 : window.divisor() / Math.abs(factor);
    assertThat(new GatheredFactor(operand).phases()).isEqualTo(Math.max(1, expected));
  }
}
