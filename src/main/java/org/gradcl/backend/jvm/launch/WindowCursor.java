package org.gradcl.backend.jvm.launch;

import java.util.List;
import org.gradcl.plan.Place;
import org.gradcl.plan.WindowedPlace;

/**
 * Walks along the rows of a column of an operand that is read by windows: {@link #begin}, then
 * {@link #next} as long as there is a series. Belongs to one thread.
 *
 * <p>Rows are taken in <b>runs</b>, which windows read or leave out together, and runs in
 * <b>series</b> along their innermost axis: at a constant distance in memory, but for those at
 * either end that a window leaves out. So windows are looked at once for each series, and what rows
 * add to an address and to the sums of windows is carried on as an odometer is.
 */
final class WindowCursor {
  private final int base;
  private final AxisOffsets columns;
  private final AxisOffsets[] columnSums;
  private final int[] extents;

  /** For each axis of the runs what a step along it adds: to the address, then to each sum. */
  private final int[][] steps;

  private final int[] windowExtents;
  private final int[] windowStrides;
  private final int[] starts;
  private final int[] divisors;

  /** The last axis of more than one run. */
  private final int innermost;

  /** After how many runs all windows have the same rests again. */
  private final int period;

  /** How far each window moves on from one run of a series to the next. */
  private final int[] advances;

  private final int step;
  private final int[] digits;

  /** The address, but for what windows add, and the sum of each window. */
  private final int[] sums;

  private int runs;

  /** Runs before the stretch along the innermost axis that is walked, and those of it. */
  private int done;

  private int stretch;

  /** The first run of the next series within the stretch. */
  private int phase;

  private int first;
  private int count;
  private int address;

  /**
   * A cursor.
   *
   * @param run a divisor of {@link WindowedPlace#together}
   */
  WindowCursor(WindowedPlace place, int run) {
    base = place.base();
    columns = new AxisOffsets(place.columns());
    List<WindowedPlace.Window> windows = place.windows();
    int axes = place.rows().size();
    extents = place.rows().stream().mapToInt(Place.Axis::extent).toArray();
    extents[axes - 1] /= run;
    steps = new int[axes][1 + windows.size()];
    columnSums = new AxisOffsets[windows.size()];
    for (int axis = 0; axis < axes; axis++) {
      int times = axis == axes - 1 ? run : 1;
      steps[axis][0] = times * place.rows().get(axis).stride();
      for (int w = 0; w < windows.size(); w++) {
        steps[axis][1 + w] = times * windows.get(w).rowFactors().get(axis);
      }
    }
    for (int w = 0; w < columnSums.length; w++) {
      columnSums[w] = AxisOffsets.of(place.columns(), windows.get(w).columnFactors());
    }
    windowExtents = windows.stream().mapToInt(WindowedPlace.Window::extent).toArray();
    windowStrides = windows.stream().mapToInt(WindowedPlace.Window::stride).toArray();
    starts = windows.stream().mapToInt(WindowedPlace.Window::start).toArray();
    divisors = windows.stream().mapToInt(WindowedPlace.Window::divisor).toArray();
    digits = new int[axes];
    sums = new int[1 + windows.size()];
    innermost = innermost();
    int[] inner = steps[innermost];
    period = period(inner);
    advances = new int[windows.size()];
    int distance = inner[0] * period;
    for (int w = 0; w < advances.length; w++) {
      advances[w] = inner[1 + w] * period / divisors[w];
      distance += advances[w] * windowStrides[w];
    }
    step = distance;
  }

  private int innermost() {
    int axis = extents.length - 1;
    while (axis > 0 && extents[axis] == 1) {
      axis--;
    }
    return axis;
  }

  private int period(int[] inner) {
    int least = 1;
    for (int w = 0; w < divisors.length; w++) {
      int rest = Math.floorMod(inner[1 + w], divisors[w]);
      int own = divisors[w] / commonDivisor(divisors[w], rest);
      least = least / commonDivisor(least, own) * own;
    }
    return least;
  }

  private static int commonDivisor(int a, int b) {
    return b == 0 ? a : commonDivisor(b, a % b);
  }

  /**
   * Begins at a run of rows of a column.
   *
   * @param count how many runs are walked, at least one
   */
  void begin(int column, int run, int count) {
    sums[0] = base + columns.of(column);
    for (int w = 0; w < starts.length; w++) {
      sums[1 + w] = starts[w] + columnSums[w].of(column);
    }
    int rest = run;
    for (int axis = digits.length - 1; axis >= 0; axis--) {
      digits[axis] = rest % extents[axis];
      rest /= extents[axis];
      add(axis, digits[axis]);
    }
    runs = count;
    done = 0;
    phase = 0;
    stretch = Math.min(extents[innermost] - digits[innermost], count);
  }

  private void add(int axis, int times) {
    int[] axisSteps = steps[axis];
    for (int i = 0; i < sums.length; i++) {
      sums[i] += times * axisSteps[i];
    }
  }

  /** Goes on to the next series of runs that no window leaves out; false if there is none. */
  boolean next() {
    while (done < runs) {
      while (phase < Math.min(period, stretch)) {
        boolean meets = meets();
        phase++;
        if (meets) {
          return true;
        }
      }
      nextStretch();
    }
    return false;
  }

  private void nextStretch() {
    done += stretch;
    phase = 0;
    digits[innermost] += stretch;
    add(innermost, stretch);
    for (int axis = innermost; axis > 0 && digits[axis] == extents[axis]; axis--) {
      add(axis, -digits[axis]);
      digits[axis] = 0;
      digits[axis - 1]++;
      add(axis - 1, 1);
    }
    stretch = Math.min(extents[innermost], runs - done);
  }

  /** Finds the runs of the series that begins at the phase; false if all are left out. */
  private boolean meets() {
    int from = 0;
    int end = (stretch - phase + period - 1) / period;
    int at = sums[0] + phase * steps[innermost][0];
    for (int w = 0; w < starts.length; w++) {
      int sum = sums[1 + w] + phase * steps[innermost][1 + w];
      int index = divisors[w] == 1 ? sum : Math.floorDiv(sum, divisors[w]);
      int advance = advances[w];
      int last = windowExtents[w] - 1;
      if (index * divisors[w] != sum) {
        return false;
      }
      if (advance == 0) {
        end = index < 0 || index > last ? 0 : end;
      } else if (advance > 0) {
        from = Math.max(from, -quotient(index, advance));
        end = Math.min(end, quotient(last - index, advance) + 1);
      } else {
        from = Math.max(from, -quotient(last - index, -advance));
        end = Math.min(end, quotient(index, -advance) + 1);
      }
      at += index * windowStrides[w];
    }
    first = done + phase + from * period;
    count = end - from;
    address = at + from * step;
    return count > 0;
  }

  private static int quotient(int a, int b) {
    return b == 1 ? a : Math.floorDiv(a, b);
  }

  /** The first run of the series, counted from the one that was begun at. */
  int first() {
    return first;
  }

  /** How many runs the series has. */
  int count() {
    return count;
  }

  /** How many runs further each run of a series is: between them are those of other series. */
  int period() {
    return period;
  }

  /** Where the first number of the first run is. */
  int address() {
    return address;
  }

  /** The distance from there to the first number of the next run of the series. */
  int step() {
    return step;
  }
}
