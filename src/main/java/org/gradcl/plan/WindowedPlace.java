package org.gradcl.plan;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How a row program reads an operand by windows. Immutable.
 *
 * <p>Row and column are each taken apart into the axes that they count, outermost first. Then the
 * number is at {@code base + Σ i · stride} of the region over all of these axes, and for each
 * window a further {@code stride · index} on. Where a window says so, the element is left out.
 *
 * @param stored the memory that it reads, whole
 * @param base of the number where all indices are 0 and no window adds anything
 * @param rows the axes that the row counts, at least one
 * @param columns the axes that the column counts, at least one
 * @param windows of stored axes; none where all of them never leave their axes
 */
public record WindowedPlace(
    Place stored, int base, List<Place.Axis> rows, List<Place.Axis> columns, List<Window> windows) {
  /**
   * An index that divides and may leave its axis: (start + Σ factor · i) / divisor, over the axes
   * of rows, then columns. The element is left out where that leaves a rest, or is not from 0 to
   * extent − 1.
   *
   * @param extent of the stored axis, or of the part of it that is read
   * @param stride between its neighbours in memory
   * @param start of the sum
   * @param divisor at least 1
   * @param rowFactors one for each axis of the rows
   * @param columnFactors one for each axis of the columns
   */
  public record Window(
      int extent,
      int stride,
      int start,
      int divisor,
      List<Integer> rowFactors,
      List<Integer> columnFactors) {
    /** Copies the lists. */
    public Window {
      rowFactors = List.copyOf(rowFactors);
      columnFactors = List.copyOf(columnFactors);
    }
  }

  /** Copies the lists. */
  public WindowedPlace {
    rows = List.copyOf(rows);
    columns = List.copyOf(columns);
    windows = List.copyOf(windows);
  }

  /** A place that no window reads, whose elements, counted row by row, are rows of one column. */
  public static WindowedPlace ofElements(Place place) {
    List<Place.Axis> oneColumn = List.of(new Place.Axis(1, 0));
    return new WindowedPlace(place, place.base(), AxisRuns.of(place.axes()), oneColumn, List.of());
  }

  /**
   * How many neighbouring rows, from a multiple of as many on, are read or left out together, each
   * as far from the next.
   */
  public int together() {
    int last = rows.size() - 1;
    boolean moves = windows.stream().anyMatch(window -> window.rowFactors().get(last) != 0);
    return moves ? 1 : rows.get(last).extent();
  }

  /** How many of those lie beside each other or are one number: all of them, or one. */
  public int run() {
    return runStride() == 0 || runStride() == 1 ? together() : 1;
  }

  /** The distance of rows that are read {@link #together}; 0 where they are one number. */
  public int runStride() {
    return rows.get(rows.size() - 1).stride();
  }

  /**
   * Whether the same elements are left out as by another place of the same domain, as seen at once.
   */
  public boolean leavesOutTheSame(WindowedPlace other) {
    return rows.equals(other.rows)
        && columns.equals(other.columns)
        && windows.equals(other.windows);
  }

  @Override
  public String toString() {
    return stored + " by " + text(rows) + " | " + text(columns) + " and " + windows;
  }

  private static String text(List<Place.Axis> axes) {
    return axes.stream()
        .map(axis -> axis.extent() + " in steps of " + axis.stride())
        .collect(Collectors.joining(", "));
  }
}
