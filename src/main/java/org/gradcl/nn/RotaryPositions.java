package org.gradcl.nn;

import static org.gradcl.expr.Functions.select;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Functions;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.AxisIndex.Along;
import org.gradcl.graph.Graph;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * Turns the queries and keys of attention by an angle that grows with the place, so that their
 * products depend on how far they are apart.
 *
 * <pre>
 * pair i of a head is (x[i], x[i + D/2]), and a = t / base^(2i / D) its angle at place t
 * y[i]       = x[i]·cos a − x[i + D/2]·sin a
 * y[i + D/2] = x[i + D/2]·cos a + x[i]·sin a
 * </pre>
 *
 * <p>Source: Su et al., RoFormer, 2021, with the pairs of GPT-NeoX and Llama.
 *
 * @param base above 1
 */
public record RotaryPositions(double base) {

  /**
   * Checks the base.
   *
   * @throws IllegalArgumentException if it is not above 1, or infinite
   */
  public RotaryPositions {
    if (!(base > 1 && base < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Positions have a finite base above 1, found " + Description.format(base));
    }
  }

  /** {@return positions with the base 10000} */
  public static RotaryPositions standard() {
    return new RotaryPositions(10000);
  }

  /**
   * One of several projections by head, turned.
   *
   * @param byHead {@code [batch, time, projections, key heads, heads of each, D]}, D even
   * @param number of the projection
   * @return {@code [batch, time, 1, key heads, heads of each, D]}
   */
  Value turned(Graph graph, Value byHead, int number) {
    int[] stored = byHead.shape().extents();
    int pairs = stored[5] / 2;
    Shape halves = Shape.of(stored[0], stored[1], stored[2], stored[3], stored[4], 2, pairs);
    Shape domain = Shape.of(stored[0], stored[1], 1, stored[3], stored[4], 2, pairs);
    Value numbers = graph.reshape(byHead, halves);
    List<AxisIndex> own = new ArrayList<>();
    for (int axis = 0; axis < domain.rank(); axis++) {
      own.add(new Along(axis, axis == 2 ? number : 0, 1));
    }
    List<AxisIndex> other = new ArrayList<>(own);
    other.set(5, new Along(5, 1, -1));
    Value cosines = Angles.table(graph, stored[1], pairs, base, Functions::cos);
    Value sines = Angles.table(graph, stored[1], pairs, base, Angles::sin);
    Expr partner = MapElements.variable(1);
    Expr turned = select(Expr.index(5).greater(0), partner, partner.negate());
    Expr result =
        MapElements.variable(0)
            .times(MapElements.variable(2))
            .plus(turned.times(MapElements.variable(3)));
    Value both =
        graph.mapViews(
            domain,
            result,
            List.of(
                new IndexedValue(numbers, own),
                new IndexedValue(numbers, other),
                IndexedValue.along(cosines, 1, 6),
                IndexedValue.along(sines, 1, 6)));
    return graph.reshape(both, Shape.of(stored[0], stored[1], 1, stored[3], stored[4], stored[5]));
  }
}
