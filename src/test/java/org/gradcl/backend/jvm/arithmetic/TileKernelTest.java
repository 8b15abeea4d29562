package org.gradcl.backend.jvm.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Strips of rows, in phases, of which each has some parts of the depth; and several of B. */
class TileKernelTest {
  private static final int DEPTH = 150;
  private static final int[][] PARTS = {{0, 7, 41, 150}, {}, {20, 99}};

  static Stream<Arguments> kernels() {
    return Arithmetics.all().stream()
        .flatMap(
            a ->
                Stream.of(
                    Arguments.of(Named.of(Arithmetics.title(a), a.tileKernel())),
                    Arguments.of(Named.of(Arithmetics.title(a) + " other", a.otherTileKernel()))));
  }

  /** What a strip does not have is NaN in A: it would be seen in C. */
  @ParameterizedTest
  @MethodSource("kernels")
  void sumsThePartsThatAStripHas(TileKernel kernel) {
    for (int phases : new int[] {1, 2, 3}) {
      for (int rows : new int[] {1, 5, 8, 13, 24, 45}) {
        for (int columns : new int[] {1, kernel.columnStep(), 2 * kernel.columnStep() + 3}) {
          verify(kernel, phases, rows, columns, rows % 2 == 0);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void allStripsOfColumnsAreThoseOfEachAlone(TileKernel kernel) {
    int step = kernel.columnStep();
    for (int depth : new int[] {1, 33, DEPTH}) {
      for (int rows : new int[] {1, 4, 6, 8, 21}) {
        for (boolean adds : new boolean[] {false, true}) {
          PanelProduct together = neighbours(kernel, rows, 2 * step + 3, depth, adds);
          kernel.multiply(together);
          PanelProduct alone = neighbours(kernel, rows, 2 * step + 3, depth, adds);
          for (int column = 0; column < 2 * step + 3; column += step) {
            alone.columns = Math.min(step, 2 * step + 3 - column);
            kernel.multiply(alone);
            alone.bOffset += alone.bStripStride;
            alone.cOffset += step;
          }
          assertThat(together.c).as("%d rows, depth %d", rows, depth).isEqualTo(alone.c);
        }
      }
    }
  }

  private static PanelProduct neighbours(
      TileKernel kernel, int rows, int columns, int depth, boolean adds) {
    Random random = new Random(rows);
    PanelProduct product = new PanelProduct();
    product.aStripStride = kernel.rowStep() * depth;
    product.a = numbers(random, (rows / kernel.rowStep() + 1) * product.aStripStride);
    product.bStripStride = kernel.columnStep() * depth;
    product.b = numbers(random, (columns / kernel.columnStep() + 1) * product.bStripStride);
    product.cOffset = 2;
    product.cStride = columns + 3;
    product.c = numbers(random, 2 + rows * product.cStride);
    product.rows = rows;
    product.columns = columns;
    product.depth = depth;
    product.adds = adds;
    return product;
  }

  private static float[] numbers(Random random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    return numbers;
  }

  private static void verify(TileKernel kernel, int phases, int rows, int columns, boolean adds) {
    Random random = new Random(rows);
    int width = TileKernel.ROWS_OF_STRIP;
    int strips = Strips.count(rows, width, phases);
    PanelProduct product = new PanelProduct();
    product.aOfRows = true;
    product.aPhases = phases;
    product.aStripStride = width * TileKernel.ROW_DISTANCE;
    product.aOffset = 3;
    product.a = new float[3 + strips * product.aStripStride];
    Arrays.fill(product.a, Float.NaN);
    product.aParts = new DepthParts();
    product.aFirstStrip = 2;
    product.aParts.begin(2 + strips);
    for (int strip = 0; strip < strips; strip++) {
      int[] parts = PARTS[strip % PARTS.length];
      for (int part = 0; part < parts.length; part += 2) {
        product.aParts.add(2 + strip, parts[part], parts[part + 1]);
        for (int i = 0; i < width; i++) {
          for (int p = parts[part]; p < parts[part + 1]; p++) {
            int at = 3 + strip * product.aStripStride + i * TileKernel.ROW_DISTANCE + p;
            product.a[at] = random.nextFloat() - 0.5f;
          }
        }
      }
    }
    product.bOffset = 1;
    product.bStripStride = DEPTH * kernel.columnStep() + 5;
    product.b = numbers(random, 1 + 3 * product.bStripStride);
    product.cOffset = 4;
    product.cStride = columns + 2;
    product.c = new float[4 + rows * product.cStride];
    Arrays.fill(product.c, 1);
    product.rows = rows;
    product.columns = columns;
    product.depth = DEPTH;
    product.adds = adds;
    kernel.multiply(product);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        assertThat((double) product.c[4 + row * product.cStride + column])
            .as("%d phases, %d rows, C(%d, %d)", phases, rows, row, column)
            .isEqualTo(expected(product, row, column, kernel.columnStep()), within(1e-5));
      }
      for (int i = columns; i < product.cStride; i++) {
        assertThat(product.c[4 + row * product.cStride + i]).isEqualTo(1);
      }
    }
  }

  private static double expected(PanelProduct product, int row, int column, int columnStep) {
    int together = TileKernel.ROWS_OF_STRIP * product.aPhases;
    int strip = row / together * product.aPhases + row % product.aPhases;
    int first =
        product.aOffset
            + strip * product.aStripStride
            + row % together / product.aPhases * TileKernel.ROW_DISTANCE;
    int b = product.bOffset + column / columnStep * product.bStripStride + column % columnStep;
    double sum = product.adds ? 1 : 0;
    int[] parts = PARTS[strip % PARTS.length];
    for (int part = 0; part < parts.length; part += 2) {
      for (int p = parts[part]; p < parts[part + 1]; p++) {
        sum += (double) product.a[first + p] * product.b[b + p * columnStep];
      }
    }
    return sum;
  }
}
