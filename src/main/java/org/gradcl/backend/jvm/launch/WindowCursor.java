package org.gradcl.backend.jvm.launch;

import java.util.List;
import org.gradcl.plan.Place;
import org.gradcl.plan.WindowedPlace;

/**
 * Walks along the rows of a column of an operand that is read by windows, run by run: {@link
 * #begin}, then {@link #address} and {@link #next} in turn. What rows add to an address and to the
 * sums of windows is carried on as an odometer is. Belongs to one thread.
 */
final class WindowCursor {
  private final int base;
  private final AxisOffsets columns;
  private final AxisOffsets[] columnSums;
  private final int[] extents;

  /** For each axis of the rows what a step along it adds: to the address, then to each sum. */
  private final int[][] steps;

  private final int[] windowExtents;
  private final int[] windowStrides;
  private final int[] starts;
  private final int[] divisors;
  private final int[] digits;

  /** The address, but for what windows add, and the sum of each window. */
  private final int[] sums;

  /**
   * A cursor.
   *
   * @param run a divisor of {@link WindowedPlace#run}
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
  }

  /** Begins at a run of rows of a column. */
  void begin(int column, int run) {
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
  }

  private void add(int axis, int times) {
    int[] step = steps[axis];
    for (int i = 0; i < sums.length; i++) {
      sums[i] += times * step[i];
    }
  }

  /** Where the run's first number is; −1 if it is left out. */
  int address() {
    int address = sums[0];
    for (int w = 0; w < starts.length; w++) {
      int sum = sums[1 + w];
      int divisor = divisors[w];
      int index = divisor == 1 ? sum : Math.floorDiv(sum, divisor);
      if (index < 0 || index >= windowExtents[w] || index * divisor != sum) {
        return -1;
      }
      address += index * windowStrides[w];
    }
    return address;
  }

  /** Goes on to the next run of rows. */
  void next() {
    for (int axis = digits.length - 1; axis >= 0; axis--) {
      digits[axis]++;
      add(axis, 1);
      if (digits[axis] < extents[axis]) {
        return;
      }
      add(axis, -digits[axis]);
      digits[axis] = 0;
    }
  }
}
