package org.gradcl.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/** Values that one launch will compute; filled by {@link Fusion}. */
final class Group {
  /** The operation that the launch is built around. */
  enum Anchor {
    /** A product; members are its epilogue. */
    PRODUCT,
    /** Elementwise members over one domain. */
    MAP,
    /** Row programs over one domain, with elementwise members and members of one number a row. */
    ROWS,
    /** Sums in the rows of a table. */
    SCATTER,
    /** A sum over all axes but the last. */
    COLUMN_SUMS
  }

  private final int index;
  private final Anchor anchor;
  private final Phase phase;
  private final Shape domain;
  private final int rowAxes;
  private final Set<Value> members = new LinkedHashSet<>();
  private final List<Value> sums = new ArrayList<>();
  private Value rowSums;

  Group(int index, Anchor anchor, Phase phase, Shape domain, int rowAxes) {
    this.index = index;
    this.anchor = anchor;
    this.phase = phase;
    this.domain = domain;
    this.rowAxes = rowAxes;
  }

  /** The place in the order of launches. */
  int index() {
    return index;
  }

  Anchor anchor() {
    return anchor;
  }

  Phase phase() {
    return phase;
  }

  /** The shape that elementwise members have. */
  Shape domain() {
    return domain;
  }

  /** How many axes of the domain count the rows; the others count the columns. */
  int rowAxes() {
    return rowAxes;
  }

  /** How many rows the domain has. */
  int rows() {
    return domain.leading(rowAxes).elements();
  }

  /** How many columns the domain has. */
  int columns() {
    return domain.elements() / rows();
  }

  /** Where a value lies over the rows and columns of the domain. */
  Place place(DomainPlace place) {
    return anchor == Anchor.PRODUCT
        ? new ProductLowering(product()).place(place)
        : place.over(domain, rowAxes);
  }

  /** How a stored value is read by windows over the rows and columns of the domain. */
  WindowedPlace windowed(Place stored, IndexedValue read) {
    OperandAddress address = new OperandAddress(domain.extents(), read, stored);
    List<Integer> rows = IntStream.range(0, rowAxes).boxed().toList();
    List<Integer> columns = IntStream.range(rowAxes, domain.rank()).boxed().toList();
    return new WindowedPlace(
        stored,
        address.base(),
        address.axes(rows),
        address.axes(columns),
        address.windows(rows, columns));
  }

  /** The index along an axis of the domain. */
  Source.Index index(int axis) {
    int[] strides = new int[domain.rank()];
    strides[axis] = 1;
    return anchor == Anchor.PRODUCT
        ? new ProductLowering(product()).index(strides)
        : new Source.Index(
            AxisRuns.of(domain, strides, 0, rowAxes),
            AxisRuns.of(domain, strides, rowAxes, strides.length));
  }

  /** The values computed here, operands before their users; the first is the anchor itself. */
  Set<Value> members() {
    return members;
  }

  /** Sums over all elements, or over all rows, of members or of values computed before. */
  List<Value> sums() {
    return sums;
  }

  /** The sum of the rows of a product's left operand, null if it is not wanted. */
  Value rowSums() {
    return rowSums;
  }

  void setRowSums(Value value) {
    rowSums = value;
  }

  /** Whether a member has one number a row of the domain. */
  boolean isPerRow(Value value) {
    return anchor == Anchor.ROWS && !value.shape().equals(domain);
  }

  /** Whether a value's shape is that of one number a row. */
  boolean hasRowShape(Value value) {
    return anchor == Anchor.ROWS && value.shape().equals(domain.leading(rowAxes));
  }

  /**
   * Whether a map of a later phase may join: the gradient of the loss by the last layer's
   * pre-activation is computed where the loss is.
   */
  boolean acceptsPhase(Phase other) {
    return phase == other
        || (anchor != Anchor.PRODUCT && phase == Phase.LOSS && other == Phase.BACKWARD);
  }

  /**
   * Whether elements have another row or column here than in a launch of maps over the same shape,
   * so that no member may draw random numbers by them.
   */
  boolean movesElements() {
    return switch (anchor) {
      case PRODUCT -> !new ProductLowering(product()).keepsRowsAndColumns();
      case ROWS -> rowAxes != Math.max(0, domain.rank() - 1);
      default -> false;
    };
  }

  /**
   * Whether a value that is computed here is read where it was computed: each element by itself, or
   * one number a row by all elements of the row.
   *
   * @param reader the shape of what reads it
   */
  boolean computesWhatIsRead(IndexedValue read, Shape reader) {
    boolean once =
        read.isWhole(reader)
            || (isPerRow(read.value())
                && reader.equals(domain)
                && read.equals(IndexedValue.whole(read.value())));
    return members.contains(read.value()) && once;
  }

  /** The product that this group is built around. */
  Operation.Product product() {
    return (Operation.Product) members.iterator().next().operation();
  }
}
