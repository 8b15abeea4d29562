package org.gradcl.backend.jvm.launch;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.gradcl.backend.jvm.arithmetic.Strips;
import org.gradcl.backend.jvm.product.Factor;
import org.gradcl.plan.Place;
import org.gradcl.plan.ProductOperand;

/**
 * An operand of a product that is read by views and windows. What is packed is never more than the
 * part of a tile, so that the patches of a convolution are never stored.
 *
 * <p>The address of a number is a sum of one part of its matrix and line and one of its inner
 * index, and so is the index of each window before it is divided. For the direction in which
 * neighbours lie beside each other these parts are noted in a table, with the runs that continue
 * each other; the other direction is gone through index by index.
 */
final class GatheredFactor implements Factor {
  /**
   * Entries of the table for each index: its address, the end of its run, then the windows' sums.
   */
  private static final int ADDRESS = 0;

  private static final int RUN_END = 1;
  private static final int SUMS = 2;

  private final int base;
  private final boolean linesAreNeighbours;
  private final Direction batch;
  private final Direction lines;
  private final Direction inner;
  private final int windows;
  private final int[] extents;
  private final int[] strides;
  private final int[] starts;
  private final int[] divisors;
  private final int entry;
  private float[] values;

  GatheredFactor(ProductOperand operand) {
    base = operand.base();
    linesAreNeighbours = operand.linesAreNeighbours();
    List<ProductOperand.Window> all = operand.windows();
    batch = new Direction(operand.batch(), all, ProductOperand.Window::batchFactors);
    lines = new Direction(operand.lines(), all, ProductOperand.Window::lineFactors);
    inner = new Direction(operand.inner(), all, ProductOperand.Window::innerFactors);
    windows = all.size();
    extents = all.stream().mapToInt(ProductOperand.Window::extent).toArray();
    strides = all.stream().mapToInt(ProductOperand.Window::stride).toArray();
    starts = all.stream().mapToInt(ProductOperand.Window::start).toArray();
    divisors = all.stream().mapToInt(ProductOperand.Window::divisor).toArray();
    entry = SUMS + windows;
  }

  /** What some axes add to the address, and to the sum of each window. */
  private static final class Direction {
    private final int[] extents;
    private final int[] strides;
    private final int[][] factors;

    Direction(
        List<Place.Axis> axes,
        List<ProductOperand.Window> windows,
        Function<ProductOperand.Window, List<Integer>> factorsOf) {
      extents = axes.stream().mapToInt(Place.Axis::extent).toArray();
      strides = axes.stream().mapToInt(Place.Axis::stride).toArray();
      factors =
          windows.stream()
              .map(window -> factorsOf.apply(window).stream().mapToInt(f -> f).toArray())
              .toArray(int[][]::new);
    }

    /** Adds what an index contributes to an entry of a table. */
    void add(int index, int[] table, int at) {
      int rest = index;
      for (int axis = extents.length - 1; axis >= 0; axis--) {
        int digit = rest % extents[axis];
        rest /= extents[axis];
        table[at + ADDRESS] += digit * strides[axis];
        for (int w = 0; w < factors.length; w++) {
          table[at + SUMS + w] += digit * factors[w][axis];
        }
      }
    }
  }

  @Override
  public void bind(float[] array) {
    values = array;
  }

  @Override
  public void pack(int matrix, int line, int count, int depth, int length, Strips strips) {
    int[] table = strips.table((1 + Math.max(count, length)) * entry);
    if (linesAreNeighbours) {
      note(lines, line, count, table);
      for (int p = 0; p < length; p++) {
        begin(matrix, inner, depth + p, table);
        packAtDepth(p, count, table, strips);
      }
    } else {
      note(inner, depth, length, table);
      for (int j = 0; j < count; j++) {
        begin(matrix, lines, line + j, table);
        packLine(j, length, table, strips);
      }
    }
    for (int j = count; j % strips.width != 0; j++) {
      for (int p = 0; p < length; p++) {
        strips.target[place(j, strips) + p * strips.width] = 0;
      }
    }
  }

  /** Notes the indices of the direction in which neighbours lie beside each other. */
  private void note(Direction direction, int first, int count, int[] table) {
    Arrays.fill(table, entry, (1 + count) * entry, 0);
    for (int i = 0; i < count; i++) {
      direction.add(first + i, table, (1 + i) * entry);
    }
    int end = count;
    for (int i = count - 1; i >= 0; i--) {
      int at = (1 + i) * entry;
      if (i + 1 < count && !continues(table, at)) {
        end = i + 1;
      }
      table[at + RUN_END] = end;
    }
  }

  /** Whether the next entry's number follows this one's, with the same sums of windows. */
  private boolean continues(int[] table, int at) {
    boolean continues = table[at + entry + ADDRESS] == table[at + ADDRESS] + 1;
    for (int w = SUMS; w < entry; w++) {
      continues &= table[at + entry + w] == table[at + w];
    }
    return continues;
  }

  /** Sets the first entry: an index of the other direction. */
  private void begin(int matrix, Direction direction, int index, int[] table) {
    table[ADDRESS] = base;
    System.arraycopy(starts, 0, table, SUMS, windows);
    batch.add(matrix, table, 0);
    direction.add(index, table, 0);
  }

  /** The address of the number at an entry; −1 if a window leaves it out. */
  private int address(int[] table, int at) {
    int address = table[ADDRESS] + table[at + ADDRESS];
    for (int w = 0; w < windows; w++) {
      int sum = table[SUMS + w] + table[at + SUMS + w];
      int index = divisors[w] == 1 ? sum : sum / divisors[w];
      if (sum < 0 || index >= extents[w] || index * divisors[w] != sum) {
        return -1;
      }
      address += index * strides[w];
    }
    return address;
  }

  /** The place in the strips of a line's first number. */
  private static int place(int line, Strips strips) {
    return strips.to + line / strips.width * strips.stripStride + line % strips.width;
  }

  private void packAtDepth(int p, int count, int[] table, Strips strips) {
    int j = 0;
    while (j < count) {
      int at = (1 + j) * entry;
      int strip = j - j % strips.width + strips.width;
      int end = Math.min(table[at + RUN_END], strip);
      int from = address(table, at);
      int to = place(j, strips) + p * strips.width;
      if (from < 0) {
        Arrays.fill(strips.target, to, to + end - j, 0);
      } else {
        System.arraycopy(values, from, strips.target, to, end - j);
      }
      j = end;
    }
  }

  private void packLine(int line, int length, int[] table, Strips strips) {
    int to = place(line, strips);
    int p = 0;
    while (p < length) {
      int at = (1 + p) * entry;
      int end = table[at + RUN_END];
      int from = address(table, at);
      for (int i = p; i < end; i++) {
        strips.target[to + i * strips.width] = from < 0 ? 0 : values[from + i - p];
      }
      p = end;
    }
  }
}
