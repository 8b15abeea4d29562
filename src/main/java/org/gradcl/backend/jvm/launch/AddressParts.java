package org.gradcl.backend.jvm.launch;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.gradcl.plan.Place;
import org.gradcl.plan.ProductOperand;

/**
 * What some axes of an operand, say those of its lines, add to the address of a number and to the
 * sum of each window. Immutable.
 *
 * <p>An entry of a table is the address, then the sums, of one index. Indices are taken in
 * stretches along the innermost axis, so that one entry tells those of all: in <b>runs</b> if their
 * numbers lie beside each other with the same sums, or in <b>series</b> of every {@link #period}th
 * index, for which every window moves on by whole steps, {@link #advance}.
 */
final class AddressParts {
  /** What is noted beside an entry: the first index, and how many there are. */
  private static final int NOTED = 2;

  private final int[] extents;
  private final int[][] steps;
  private final int[] advances;
  private final int entry;
  private final int period;
  private final int step;
  private final boolean neighbours;

  AddressParts(
      List<Place.Axis> axes,
      List<ProductOperand.Window> windows,
      Function<ProductOperand.Window, List<Integer>> factorsOf) {
    extents = axes.stream().mapToInt(Place.Axis::extent).toArray();
    steps = new int[axes.size()][1 + windows.size()];
    for (int axis = 0; axis < steps.length; axis++) {
      steps[axis][0] = axes.get(axis).stride();
      for (int w = 0; w < windows.size(); w++) {
        steps[axis][1 + w] = factorsOf.apply(windows.get(w)).get(axis);
      }
    }
    entry = 1 + windows.size();
    int[] innermost = steps[steps.length - 1];
    neighbours = innermost[0] == 1 && Arrays.stream(innermost).skip(1).allMatch(step -> step == 0);
    int[] divisors = windows.stream().mapToInt(ProductOperand.Window::divisor).toArray();
    int least = 1;
    for (int w = 0; w < divisors.length; w++) {
      int own =
          divisors[w] / commonDivisor(divisors[w], Math.floorMod(innermost[1 + w], divisors[w]));
      least = least / commonDivisor(least, own) * own;
    }
    period = least;
    step = innermost[0] * period;
    advances = new int[divisors.length];
    for (int w = 0; w < divisors.length; w++) {
      advances[w] = innermost[1 + w] * period / divisors[w];
    }
  }

  private static int commonDivisor(int a, int b) {
    return b == 0 ? a : commonDivisor(b, a % b);
  }

  /** Numbers of a noted run or series. */
  static int note(int windows) {
    return 1 + windows + NOTED;
  }

  /** How many numbers lie beside each other with the same sums, at most. */
  int run() {
    return neighbours ? extents[extents.length - 1] : 1;
  }

  /** After how many indices along the innermost axis all windows have the same rests again. */
  int period() {
    return period;
  }

  /** How far the addresses of a series are apart, but for what windows add. */
  int step() {
    return step;
  }

  /** How far a window moves on from one index of a series to the next. */
  int advance(int window) {
    return advances[window];
  }

  /** Adds what an index contributes to the address and the sums. */
  void add(int index, int[] table, int at) {
    int rest = index;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      int digit = rest % extents[axis];
      rest /= extents[axis];
      for (int i = 0; i < entry; i++) {
        table[at + i] += digit * steps[axis][i];
      }
    }
  }

  /**
   * Notes runs: for each its entry, then the first index and how many there are.
   *
   * @param first the first index; those that are noted are counted from it
   * @param count how many indices
   * @param cut a run ends at multiples of it
   * @param origin where in the table the address and the sums are that all add to
   * @param at where the first run is noted
   * @return how many runs
   */
  int noteRuns(int first, int count, int cut, int[] table, int origin, int at) {
    int found = 0;
    int i = 0;
    while (i < count) {
      int size = neighbours ? stretch(first, i, count, cut) : 1;
      note(first, i, size, table, origin, at + found * (entry + NOTED));
      found++;
      i += size;
    }
    return found;
  }

  /** Notes series in the same way: of each the first index and how many there are. */
  int noteSeries(int first, int count, int cut, int[] table, int origin, int at) {
    int found = 0;
    int i = 0;
    while (i < count) {
      int size = stretch(first, i, count, cut);
      for (int phase = 0; phase < Math.min(period, size); phase++) {
        int members = (size - phase + period - 1) / period;
        note(first, i + phase, members, table, origin, at + found * (entry + NOTED));
        found++;
      }
      i += size;
    }
    return found;
  }

  private int stretch(int first, int i, int count, int cut) {
    int extent = extents[extents.length - 1];
    int left = extent - (first + i) % extent;
    return Math.min(Math.min(left, cut - i % cut), count - i);
  }

  private void note(int first, int i, int count, int[] table, int origin, int at) {
    System.arraycopy(table, origin, table, at, entry);
    add(first + i, table, at);
    table[at + entry] = i;
    table[at + entry + 1] = count;
  }
}
