package org.gradcl.nn;

import static org.gradcl.expr.Functions.constant;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/** Means over axes. */
public final class Reductions {
  private Reductions() {}

  /**
   * {@return the mean over some axes, without them}
   *
   * @param scope where it is written
   * @param x {@code [batch, …]}
   * @param axes from 1 on, since samples stay apart; negative ones count from the end; at least one
   */
  public static Value mean(Scope scope, Value x, int... axes) {
    int rank = x.shape().rank();
    List<Integer> reduced = new ArrayList<>();
    for (int axis : axes) {
      int number = axis < 0 ? axis + rank : axis;
      if (number < 1 || number >= rank || reduced.contains(number)) {
        throw scope.refusal(
            String.format(
                "a mean runs over different axes from 1 to %d of %s, asked for %d",
                rank - 1, x.shape(), axis));
      }
      reduced.add(number);
    }
    List<Integer> kept =
        IntStream.range(0, rank).filter(axis -> !reduced.contains(axis)).boxed().toList();
    List<Integer> order = new ArrayList<>(kept);
    order.addAll(reduced);
    int[] extents = order.stream().mapToInt(axis -> x.shape().extent(axis)).toArray();
    int[] places = IntStream.range(0, rank).map(order::indexOf).toArray();
    Shape domain = Shape.of(extents);
    double count = (double) domain.elements() / domain.leading(kept.size()).elements();
    RowProgram program =
        new RowProgram(
            List.of(RowReduction.sum(MapElements.variable(0))),
            RowProgram.reduced(0).times(constant(1 / count)),
            true);
    Value mean =
        scope
            .graph()
            .rowsOfViews(domain, kept.size(), program, List.of(IndexedValue.along(x, places)));
    return scope.label("mean", mean);
  }
}
