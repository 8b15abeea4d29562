package org.gradcl.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gradcl.expr.Expr;
import org.gradcl.graph.AxisIndex.Along;
import org.gradcl.graph.AxisIndex.Fixed;
import org.gradcl.tensor.Shape;

/**
 * The gradient by what a view reads: sums over the axes along which the value was repeated, in the
 * order of the value's own axes. Of a slice it is a part of the value's gradient, the rest being 0.
 *
 * @param part the numbers, and where in the value's gradient they belong
 * @param whole the shape of the value
 */
record ViewGradient(Operation.Join.Part part, Shape whole) {
  /**
   * The gradient of one read.
   *
   * @param contribution one number for each index of the domain, whose first axes it has; it was
   *     summed over axes that it lacks
   */
  static ViewGradient of(IndexedValue read, Value contribution) {
    Graph graph = contribution.graph();
    Shape shape = read.value().shape();
    List<Integer> kept =
        IntStream.range(0, contribution.shape().rank()).filter(read::dependsOn).boxed().toList();
    Value summed = summed(contribution, kept);
    int[] extents = new int[shape.rank()];
    List<Integer> offsets = new ArrayList<>();
    List<AxisIndex> indices = new ArrayList<>();
    kept.forEach(axis -> indices.add(null));
    for (int i = 0; i < shape.rank(); i++) {
      if (read.indices().get(i) instanceof Fixed fixed) {
        extents[i] = 1;
        offsets.add(fixed.index());
        continue;
      }
      Along along = (Along) read.indices().get(i);
      extents[i] = contribution.shape().extent(along.axis());
      boolean reversed = along.step() < 0;
      offsets.add(reversed ? along.start() - extents[i] + 1 : along.start());
      indices.set(
          kept.indexOf(along.axis()),
          reversed ? new Along(i, extents[i] - 1, -1) : AxisIndex.along(i));
    }
    Shape box = Shape.of(extents);
    Value numbers =
        graph.mapViews(
            box, Operation.MapElements.variable(0), List.of(new IndexedValue(summed, indices)));
    return new ViewGradient(new Operation.Join.Part(numbers, offsets), shape);
  }

  /** The sum over all axes but some, which stay in their order. */
  private static Value summed(Value contribution, List<Integer> kept) {
    Shape shape = contribution.shape();
    Graph graph = contribution.graph();
    int rank = shape.rank();
    if (kept.size() == rank) {
      return contribution;
    }
    boolean lastAlone = rank > 1 && kept.equals(List.of(rank - 1));
    if (lastAlone || (kept.isEmpty() && rank > 1)) {
      Value columns = graph.sum(contribution, Operation.Sum.Extent.LEADING);
      return lastAlone ? columns : summed(columns, List.of());
    }
    List<Integer> order = new ArrayList<>(kept);
    IntStream.range(0, rank).filter(axis -> !kept.contains(axis)).forEach(order::add);
    List<AxisIndex> indices = new ArrayList<>();
    int[] extents = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      extents[axis] = shape.extent(order.get(axis));
      indices.add(AxisIndex.along(order.indexOf(axis)));
    }
    Expr element = Operation.MapElements.variable(0);
    RowProgram sum =
        new RowProgram(List.of(RowProgram.RowReduction.sum(element)), RowProgram.reduced(0), true);
    return graph.rowsOfViews(
        Shape.of(extents), kept.size(), sum, List.of(new IndexedValue(contribution, indices)));
  }

  /** Whether it is the gradient of the whole value. */
  boolean isWhole() {
    return numbers().shape().equals(whole);
  }

  /** The numbers. */
  Value numbers() {
    return part.value();
  }
}
