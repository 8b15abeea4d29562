package org.gradcl.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the numbers lie that a launch reads or writes, over the axes of its domain: the number at
 * index (i₀, i₁, …) is at {@code base + Σ iₐ · strideₐ} of its region, in floats. Immutable.
 *
 * <p>Along an axis of stride 0 one number is repeated (a broadcast), along one of a negative stride
 * the order is reversed. The usual cases over rows × columns have names, {@link Form}.
 *
 * @param region which memory
 * @param base of the number at index (0, 0, …)
 * @param axes one for each axis of the domain, outermost first
 * @param rowAxes how many of them, the outermost, count the rows of the domain; the others count
 *     its columns
 */
public record Place(Region region, int base, List<Axis> axes, int rowAxes) {
  /**
   * How one axis is walked.
   *
   * @param extent how many indices it has, at least 1
   * @param stride distance in memory of neighbours
   */
  public record Axis(int extent, int stride) {}

  /** How a place over rows × columns is read; decides the text of a kernel, extents never do. */
  public enum Form {
    /** One number an element, neighbours of a row beside each other: rows may have gaps between. */
    MATRIX,
    /** One number a column, repeated over the rows: a bias. */
    PER_COLUMN,
    /** One number a row, repeated over the columns. */
    PER_ROW,
    /** One number for all elements. */
    SCALAR,
    /** Anything else: transposed, reversed, with other than two axes. */
    STRIDED
  }

  /** Copies the list. */
  public Place {
    axes = List.copyOf(axes);
  }

  /** A place over any axes, outermost first, of which the last counts columns. */
  public static Place of(Region region, int base, Axis... axes) {
    return new Place(region, base, List.of(axes), Math.max(0, axes.length - 1));
  }

  /** A matrix without gaps. */
  public static Place matrix(Region region, int base, int rows, int columns) {
    return matrix(region, base, rows, columns, columns);
  }

  /** A matrix whose rows are a stride apart. */
  public static Place matrix(Region region, int base, int rows, int columns, int stride) {
    return of(region, base, new Axis(rows, stride), new Axis(columns, 1));
  }

  /** Numbers that follow each other, one for each column, repeated over the rows. */
  public static Place perColumn(Region region, int base, int rows, int columns) {
    return of(region, base, new Axis(rows, 0), new Axis(columns, 1));
  }

  /** Numbers that follow each other, one for each row, repeated over the columns. */
  public static Place perRow(Region region, int base, int rows, int columns) {
    return of(region, base, new Axis(rows, 1), new Axis(columns, 0));
  }

  /** One number for all elements. */
  public static Place scalar(Region region, int base, int rows, int columns) {
    return of(region, base, new Axis(rows, 0), new Axis(columns, 0));
  }

  /** The extent of an axis; negative ones count from the innermost, −1. */
  public int extent(int axis) {
    return axis(axis).extent();
  }

  /** The stride of an axis; negative ones count from the innermost, −1. */
  public int stride(int axis) {
    return axis(axis).stride();
  }

  private Axis axis(int axis) {
    return axes.get(axis < 0 ? axes.size() + axis : axis);
  }

  /** The same over the turned domain, whose rows are columns and the other way round. */
  public Place turned() {
    List<Axis> turned = new ArrayList<>(axes.subList(rowAxes, axes.size()));
    turned.addAll(axes.subList(0, rowAxes));
    return new Place(region, base, turned, axes.size() - rowAxes);
  }

  /** How many rows its domain has. */
  public int rows() {
    return AxisRuns.count(axes.subList(0, rowAxes));
  }

  /** How many columns its domain has. */
  public int columns() {
    return AxisRuns.count(axes.subList(rowAxes, axes.size()));
  }

  /** How it is read; {@link Form#STRIDED} where no other fits. */
  public Form form() {
    if (axes.size() != 2 || rowAxes != 1) {
      return Form.STRIDED;
    }
    boolean byRow = stride(0) != 0;
    return switch (stride(1)) {
      case 0 -> byRow ? Form.PER_ROW : Form.SCALAR;
      case 1 -> byRow ? Form.MATRIX : Form.PER_COLUMN;
      default -> Form.STRIDED;
    };
  }

  /** How many numbers lie there: repeated ones count once. */
  public int elements() {
    int elements = 1;
    for (Axis axis : axes) {
      elements = Math.multiplyExact(elements, axis.stride() == 0 ? 1 : axis.extent());
    }
    return elements;
  }

  /** Whether the numbers follow each other without gaps in the order of the indices. */
  public boolean isContiguous() {
    long stride = 1;
    for (int i = axes.size() - 1; i >= 0; i--) {
      Axis axis = axes.get(i);
      if (axis.extent() > 1 && axis.stride() != stride) {
        return false;
      }
      stride *= axis.extent();
    }
    return true;
  }

  /** Whether no float between the first and the last belongs to something else. */
  public boolean isDense() {
    return Footprint.of(this).isDense();
  }

  /** The lowest offset that belongs to this place. */
  public int first() {
    return Math.addExact(base, Math.toIntExact(reach(true)));
  }

  /** The first offset behind this place. */
  public int end() {
    return Math.addExact(base, Math.toIntExact(reach(false) + 1));
  }

  private long reach(boolean down) {
    long reach = 0;
    for (Axis axis : axes) {
      if ((axis.stride() < 0) == down) {
        reach += (axis.extent() - 1L) * axis.stride();
      }
    }
    return reach;
  }

  /** Whether the two places share a number. */
  public boolean overlaps(Place other) {
    return region == other.region && Footprint.of(this).intersects(Footprint.of(other));
  }

  /**
   * Whether every number of another place is one of this; false also where that could only be found
   * by counting.
   */
  public boolean contains(Place other) {
    return region == other.region && Footprint.of(this).contains(Footprint.of(other));
  }

  /** Whether no two indices are at one number, but along axes that repeat it. */
  public boolean isDistinct() {
    return Footprint.of(this).isNested();
  }

  /** Whether a number is repeated along an axis. */
  public boolean repeats() {
    return axes.stream().anyMatch(axis -> axis.stride() == 0 && axis.extent() > 1);
  }

  @Override
  public String toString() {
    String extents =
        axes.stream().map(axis -> Integer.toString(axis.extent())).collect(Collectors.joining("×"));
    String strides =
        axes.stream().map(axis -> Integer.toString(axis.stride())).collect(Collectors.joining(","));
    return region
        + "["
        + base
        + "] "
        + extents
        + (isContiguous() ? "" : " with strides " + strides);
  }
}
