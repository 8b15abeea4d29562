package org.gradcl.plan;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How a product reads an operand: the number of matrix b, line l (a row of op(A), a column of
 * op(B)) and inner index p. Immutable.
 *
 * <p>Each of the three is taken apart into the axes that it counts, outermost first. Then the
 * number is at {@code base + Σ i · stride} of the region over all of these axes, and for each
 * window a further {@code stride · index} on. It is left out where a window says so. Matrices, also
 * transposed and repeated ones, are the usual case, {@link #isMatrix}.
 *
 * @param stored the memory that it reads, whole
 * @param base of the number where all indices are 0 and no window adds anything
 * @param batch the axes that b counts, at least one
 * @param lines the axes that l counts, at least one
 * @param inner the axes that p counts, at least one
 * @param windows of stored axes
 * @param linesAreNeighbours whether neighbouring lines, not neighbouring inner indices, lie beside
 *     each other: said here, since strides do not tell where an extent is 1
 */
public record ProductOperand(
    Place stored,
    int base,
    List<Place.Axis> batch,
    List<Place.Axis> lines,
    List<Place.Axis> inner,
    List<Window> windows,
    boolean linesAreNeighbours) {
  /**
   * An index that divides and may leave its axis: (start + Σ factor · i) / divisor, over the axes
   * of batch, lines and inner, one after the other. The element is left out where that leaves a
   * rest, or is not from 0 to extent − 1.
   *
   * @param extent of the stored axis, or of the part of it that is read
   * @param stride between its neighbours in memory
   * @param start of the sum
   * @param divisor at least 1
   * @param batchFactors one for each axis of the batch
   * @param lineFactors one for each axis of the lines
   * @param innerFactors one for each inner axis
   */
  public record Window(
      int extent,
      int stride,
      int start,
      int divisor,
      List<Integer> batchFactors,
      List<Integer> lineFactors,
      List<Integer> innerFactors) {
    /** Copies the lists. */
    public Window {
      batchFactors = List.copyOf(batchFactors);
      lineFactors = List.copyOf(lineFactors);
      innerFactors = List.copyOf(innerFactors);
    }
  }

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if batch, lines or inner index count no axis
   */
  public ProductOperand {
    if (batch.isEmpty() || lines.isEmpty() || inner.isEmpty()) {
      throw new IllegalArgumentException(
          "An operand of a product has an axis each for batch, lines and inner index, found "
              + List.of(batch, lines, inner));
    }
    batch = List.copyOf(batch);
    lines = List.copyOf(lines);
    inner = List.copyOf(inner);
    windows = List.copyOf(windows);
  }

  /**
   * Op(A) of matrices that follow each other.
   *
   * @param first where the first lies as it is stored: rows × inner, or if transposed inner × rows
   */
  public static ProductOperand left(Place first, boolean transposed, int batch) {
    return matrices(first, transposed, batch);
  }

  /**
   * Op(B) of matrices that follow each other.
   *
   * @param first where the first lies as it is stored: inner × columns, or if transposed columns ×
   *     inner
   */
  public static ProductOperand right(Place first, boolean transposed, int batch) {
    return matrices(first, !transposed, batch);
  }

  private static ProductOperand matrices(Place first, boolean linesAreNeighbours, int batch) {
    Place.Axis rows = first.axes().get(0);
    Place.Axis columns = first.axes().get(1);
    Place.Axis matrices = new Place.Axis(batch, Math.multiplyExact(rows.extent(), rows.stride()));
    return new ProductOperand(
        Place.of(first.region(), first.base(), matrices, rows, columns),
        first.base(),
        List.of(matrices),
        List.of(linesAreNeighbours ? columns : rows),
        List.of(linesAreNeighbours ? rows : columns),
        List.of(),
        linesAreNeighbours);
  }

  /** Which memory. */
  public Region region() {
    return stored.region();
  }

  /**
   * Whether each of batch, lines and inner index is one axis, and neighbours along one of the last
   * two lie beside each other.
   */
  public boolean isMatrix() {
    return windows.isEmpty()
        && batch.size() == 1
        && lines.size() == 1
        && inner.size() == 1
        && (linesAreNeighbours ? lines : inner).get(0).stride() == 1;
  }

  /** Matrices as a place over batch, lines and inner index. */
  public Place matrices() {
    return Place.of(region(), base, only(batch), only(lines), only(inner));
  }

  /** The distance of matrices; 0 where there is one. */
  public int batchStride() {
    Place.Axis axis = only(batch);
    return axis.extent() > 1 ? axis.stride() : 0;
  }

  /** The distance of lines, of a matrix. */
  public int lineStride() {
    return only(lines).stride();
  }

  /** The distance of inner indices, of a matrix. */
  public int innerStride() {
    return only(inner).stride();
  }

  private Place.Axis only(List<Place.Axis> axes) {
    if (axes.size() != 1) {
      throw new IllegalStateException("No matrix: " + this);
    }
    return axes.get(0);
  }

  @Override
  public String toString() {
    return stored
        + " by "
        + text(batch)
        + " | "
        + text(lines)
        + " | "
        + text(inner)
        + (windows.isEmpty() ? "" : " and " + windows);
  }

  private static String text(List<Place.Axis> axes) {
    return axes.stream()
        .map(axis -> axis.extent() + " in steps of " + axis.stride())
        .collect(Collectors.joining(", "));
  }
}
