package org.gradcl.plan;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.IndexedValue;
import org.gradcl.tensor.Shape;

/**
 * Where a read value lies over the axes of a domain: the offset of the number at the index of
 * zeros, and a stride for each axis.
 *
 * @param stored where the value itself lies
 * @param base of the first number that is read
 * @param strides one for each axis of the domain, 0 where a number is repeated
 */
record DomainPlace(Place stored, int base, int[] strides) {
  /**
   * The place of a value read by views.
   *
   * @param stored where it lies: without gaps, or over its own axes
   * @param read how it is read
   * @param axes of the domain
   */
  static DomainPlace of(Place stored, IndexedValue read, int axes) {
    int[] own = strides(stored, read.value().shape());
    int[] strides = new int[axes];
    int base = stored.base();
    for (int i = 0; i < own.length; i++) {
      AxisIndex index = read.indices().get(i);
      if (index instanceof AxisIndex.Fixed fixed) {
        base += fixed.index() * own[i];
      } else {
        AxisIndex.Along along = (AxisIndex.Along) index;
        base += along.start() * own[i];
        strides[along.axis()] += along.step() * own[i];
      }
    }
    return new DomainPlace(stored, base, strides);
  }

  /** The strides of a stored value's own axes. */
  static int[] strides(Place stored, Shape shape) {
    int[] strides = new int[shape.rank()];
    if (stored.isContiguous()) {
      int stride = 1;
      for (int i = strides.length - 1; i >= 0; i--) {
        strides[i] = stride;
        stride *= shape.extent(i);
      }
      return strides;
    }
    if (stored.axes().size() != strides.length) {
      throw new IllegalStateException(stored + " is not over the axes of " + shape);
    }
    for (int i = 0; i < strides.length; i++) {
      strides[i] = stored.stride(i);
    }
    return strides;
  }

  /**
   * Over the rows and columns of a domain: axes that continue each other are one.
   *
   * @param rowAxes how many axes of the domain count the rows; the others count the columns
   */
  Place over(Shape domain, int rowAxes) {
    List<Place.Axis> columns = axes(domain, rowAxes, domain.rank());
    boolean repeatsRows = rowAxes == 0 && strides.length > 0 && columns.get(0).stride() == 0;
    if (columns.isEmpty()) {
      columns = List.of(new Place.Axis(1, 1));
    }
    List<Place.Axis> rows = axes(domain, 0, rowAxes);
    if (rows.isEmpty()) {
      rows = List.of(new Place.Axis(1, repeatsRows ? 0 : AxisRuns.count(columns)));
    }
    List<Place.Axis> all = new ArrayList<>(rows);
    all.addAll(columns);
    return new Place(stored.region(), base, all, rows.size());
  }

  /** Some axes of the domain, those that continue each other joined. */
  List<Place.Axis> axes(Shape domain, int from, int to) {
    return AxisRuns.of(domain, strides, from, to);
  }
}
