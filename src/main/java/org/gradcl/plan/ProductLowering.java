package org.gradcl.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation;
import org.gradcl.graph.ProductAxis;
import org.gradcl.graph.ProductAxis.Kind;

/**
 * A product over any axes as one of matrices: batch, rows, columns and inner index each count the
 * axes of their kind. Axes that continue each other in memory become one, and windows that never
 * leave their axis become strides, so that what can be a matrix is one.
 */
final class ProductLowering {
  private final Operation.Product product;

  ProductLowering(Operation.Product product) {
    this.product = product;
  }

  /** How many indices the axes of a kind have. */
  int count(Kind kind) {
    int count = 1;
    for (int axis : product.axes(kind)) {
      count = Math.multiplyExact(count, extent(axis));
    }
    return count;
  }

  private int extent(int axis) {
    return product.axes().get(axis).extent();
  }

  /** How op(A) is read, by rows. */
  ProductOperand left(Place stored) {
    return operand(product.a(), Kind.ROW, stored);
  }

  /** How op(B) is read, by columns. */
  ProductOperand right(Place stored) {
    return operand(product.b(), Kind.COLUMN, stored);
  }

  private ProductOperand operand(IndexedValue operand, Kind line, Place stored) {
    int[] extents = product.axes().stream().mapToInt(ProductAxis::extent).toArray();
    OperandAddress address = new OperandAddress(extents, operand, stored);
    List<Integer> batch = product.axes(Kind.BATCH);
    List<Integer> lines = product.axes(line);
    List<Integer> inner = product.axes(Kind.INNER);
    return new ProductOperand(
        stored,
        address.base(),
        address.axes(batch),
        address.axes(lines),
        address.axes(inner),
        address.windows(batch, lines, inner),
        isTransposed(operand, line));
  }

  /** Whether the last axis of the stored value is read along lines. */
  private boolean isTransposed(IndexedValue operand, Kind line) {
    List<AxisIndex> indices = operand.indices();
    if (indices.isEmpty()) {
      return false;
    }
    List<Integer> last = indices.get(indices.size() - 1).axes();
    return !last.isEmpty() && product.axes().get(last.get(0)).kind() == line;
  }

  /**
   * Where a value lies that the epilogue reads or writes, over the rows of all matrices and the
   * columns.
   *
   * @param place over the axes of the result
   */
  Place place(DomainPlace place) {
    int[] strides = ofAllAxes(place.strides());
    boolean repeated = Arrays.stream(strides).allMatch(stride -> stride == 0);
    int columns = count(Kind.COLUMN);
    List<Place.Axis> rowAxes = axes(strides, repeated ? 0 : columns, Kind.BATCH, Kind.ROW);
    List<Place.Axis> columnAxes = axes(strides, repeated ? 0 : 1, Kind.COLUMN);
    List<Place.Axis> all = new ArrayList<>(rowAxes);
    all.addAll(columnAxes);
    return new Place(place.stored().region(), place.base(), all, rowAxes.size());
  }

  /**
   * What an index into the result comes to, over the rows of all matrices and the columns.
   *
   * @param strides one for each axis of the result
   */
  Source.Index index(int[] strides) {
    int[] all = ofAllAxes(strides);
    return new Source.Index(axes(all, 0, Kind.BATCH, Kind.ROW), axes(all, 0, Kind.COLUMN));
  }

  /** Strides of the result's axes as those of all axes; 0 for the inner ones. */
  private int[] ofAllAxes(int[] ofResult) {
    List<Integer> resultAxes = product.resultAxes();
    int[] strides = new int[product.axes().size()];
    for (int i = 0; i < ofResult.length; i++) {
      strides[resultAxes.get(i)] = ofResult[i];
    }
    return strides;
  }

  /** The axes of some kinds, joined; where there is none, one of a single index. */
  private List<Place.Axis> axes(int[] strides, int usualStride, Kind... kinds) {
    List<Place.Axis> axes = new ArrayList<>();
    for (int axis : product.axes(kinds)) {
      axes.add(new Place.Axis(extent(axis), strides[axis]));
    }
    return axes.isEmpty() ? List.of(new Place.Axis(1, usualStride)) : AxisRuns.of(axes);
  }

  /**
   * Whether rows and columns of the product are those of its result's shape, so that elements have
   * the same row and column in a launch of maps.
   */
  boolean keepsRowsAndColumns() {
    List<Integer> axes = product.resultAxes();
    return axes.equals(product.axes(Kind.BATCH, Kind.ROW, Kind.COLUMN))
        && product.axes(Kind.COLUMN).size() == 1;
  }
}
