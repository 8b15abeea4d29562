package org.gradcl.conformance.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Functions;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.Graph;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation.Join.Part;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.ProductAxis;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.Value;
import org.gradcl.graph.Views;
import org.gradcl.tensor.Shape;

/** Views, reductions over any axes and joins, that every engine must compute with gradients. */
final class ViewCases {
  private static final Expr X = MapElements.variable(0);

  private ViewCases() {}

  private static ViewCase of(String name, ViewCase.Computation computation, Shape... shapes) {
    return new ViewCase(name, List.of(shapes), computation);
  }

  private static Shape shape(int... extents) {
    return Shape.of(extents);
  }

  private static Value times(Graph graph, Value x, Value y) {
    return graph.map(x, y, Expr::times);
  }

  private static Value tanh(Graph graph, Value x) {
    return graph.map(x, Functions::tanh);
  }

  /** Σ over all axes but some, which stay in their order. */
  private static Value sumOver(Graph graph, Value value, int... kept) {
    return reduce(graph, value, RowReduction.sum(X), kept);
  }

  private static Value reduce(Graph graph, Value value, RowReduction reduction, int... kept) {
    RowProgram program = new RowProgram(List.of(reduction), RowProgram.reduced(0), true);
    return rows(graph, value, program, kept);
  }

  private static Value rows(Graph graph, Value value, RowProgram program, int... kept) {
    List<Integer> order = new ArrayList<>();
    for (int axis : kept) {
      order.add(axis);
    }
    for (int axis = 0; axis < value.shape().rank(); axis++) {
      if (!order.contains(axis)) {
        order.add(axis);
      }
    }
    int[] extents = order.stream().mapToInt(axis -> value.shape().extent(axis)).toArray();
    List<AxisIndex> indices = new ArrayList<>();
    for (int axis = 0; axis < extents.length; axis++) {
      indices.add(AxisIndex.along(order.indexOf(axis)));
    }
    return graph.rowsOfViews(
        Shape.of(extents), kept.length, program, List.of(new IndexedValue(value, indices)));
  }

  private static RowProgram softmax() {
    Expr shift = RowProgram.reduced(0);
    Expr exponential = Functions.exp(X.minus(shift));
    return new RowProgram(
        List.of(RowReduction.maximum(X), RowReduction.sum(exponential)),
        exponential.over(RowProgram.reduced(1)),
        false);
  }

  /** Softmax over the last axis of what is not after the row, that axis but one. */
  private static RowProgram causalSoftmax() {
    Expr masked =
        Functions.select(Expr.index(3).greater(Expr.index(2)), Functions.constant(-1e30), X);
    Expr exponential = Functions.exp(masked.minus(RowProgram.reduced(0)));
    return new RowProgram(
        List.of(RowReduction.maximum(masked), RowReduction.sum(exponential)),
        exponential.over(RowProgram.reduced(1)),
        false);
  }

  /** Σ over p of a[row, p] · b[head, column, p], by row, head and column. */
  private static Value productOfHeads(Graph graph, Value a, Value b) {
    List<ProductAxis> axes =
        List.of(
            ProductAxis.row(a.shape().extent(0)),
            ProductAxis.column(b.shape().extent(0)),
            ProductAxis.column(b.shape().extent(1)),
            ProductAxis.inner(a.shape().extent(1)));
    return graph.product(axes, IndexedValue.along(a, 0, 3), IndexedValue.along(b, 1, 2, 3));
  }

  /** (x − μ)/√(v + ε) with the mean and variance over all axes but some. */
  private static Value normalized(Graph graph, Value x, int... kept) {
    int[] ones = x.shape().extents();
    int count = x.shape().elements();
    for (int axis = 0; axis < ones.length; axis++) {
      int each = axis;
      if (IntStream.of(kept).noneMatch(k -> k == each)) {
        ones[axis] = 1;
      } else {
        count /= ones[axis];
      }
    }
    double share = 1.0 / count;
    Shape shape = Shape.of(ones);
    Value mean = graph.reshape(graph.map(sumOver(graph, x, kept), sum -> sum.times(share)), shape);
    Value centred = graph.map(x, mean, Expr::minus);
    Value squares = graph.map(centred, d -> d.times(d));
    Value variance =
        graph.reshape(graph.map(sumOver(graph, squares, kept), sum -> sum.times(share)), shape);
    return graph.map(centred, variance, (d, v) -> d.over(Functions.sqrt(v.plus(1e-5))));
  }

  private static Part part(Value value, Integer... offsets) {
    return new Part(value, List.of(offsets));
  }

  /** Slices of the last axis, as the gates of a recurrent cell are. */
  private static Value gates(Graph graph, Value x, int count) {
    int width = x.shape().columns() / count;
    int axis = x.shape().rank() - 1;
    Value result = null;
    for (int gate = 0; gate < count; gate++) {
      Value slice = Views.slice(x, axis, gate * width, (gate + 1) * width);
      Value part = gate % 2 == 0 ? tanh(graph, slice) : graph.map(slice, Functions::sigmoid);
      result = result == null ? part : times(graph, result, part);
    }
    return result;
  }

  /** h ← tanh(xₜ + h · W), all states beside each other. */
  private static Value recurrence(Graph graph, Value x, Value weight) {
    int time = x.shape().extent(1);
    int batch = x.shape().extent(0);
    int width = x.shape().extent(2);
    Value state = null;
    List<Part> states = new ArrayList<>();
    for (int t = 0; t < time; t++) {
      Value input = Views.select(x, 1, t);
      state =
          state == null
              ? tanh(graph, input)
              : graph.map(
                  graph.matrixProduct(state, false, weight, true),
                  input,
                  (product, own) -> Functions.tanh(product.plus(own)));
      states.add(part(graph.reshape(state, shape(batch, 1, width)), 0, t, 0));
    }
    return graph.join(shape(batch, time, width), states);
  }

  static Stream<ViewCase> all() {
    return Stream.of(
        // Views.
        of(
            "transposed",
            (g, p) -> times(g, Views.permute(p.get(0), 1, 0), p.get(1)),
            shape(5, 7),
            shape(7, 5)),
        of(
            "axes in another order",
            (g, p) -> tanh(g, times(g, Views.permute(p.get(0), 2, 0, 1), p.get(1))),
            shape(3, 4, 5),
            shape(5, 3, 4)),
        of(
            "a permutation of a permutation",
            (g, p) -> times(g, Views.permute(Views.permute(p.get(0), 1, 2, 0), 1, 0, 2), p.get(1)),
            shape(3, 4, 5),
            shape(5, 4, 3)),
        of(
            "each repeated over the other",
            (g, p) -> tanh(g, times(g, times(g, p.get(0), p.get(1)), p.get(2))),
            shape(3, 1, 5),
            shape(4, 1),
            shape(1, 4, 5)),
        of(
            "the first repeated over the second",
            (g, p) -> tanh(g, times(g, p.get(0), p.get(1))),
            shape(3, 1, 5),
            shape(3, 4, 5)),
        of(
            "a slice of the last axis",
            (g, p) -> tanh(g, Views.slice(p.get(0), 1, 2, 6)),
            shape(5, 9)),
        of(
            "a slice of the first axis",
            (g, p) -> tanh(g, Views.slice(p.get(0), 0, 1, 4)),
            shape(5, 9)),
        of(
            "a slice of a middle axis",
            (g, p) -> tanh(g, Views.slice(p.get(0), 1, 1, 3)),
            shape(3, 4, 8)),
        of(
            "a slice of a slice in reverse",
            (g, p) ->
                tanh(g, Views.slice(Views.reverse(Views.slice(p.get(0), 1, 1, 8), 1), 1, 2, 5)),
            shape(3, 9)),
        of("one index", (g, p) -> tanh(g, Views.select(p.get(0), 1, 2)), shape(3, 4, 5)),
        of("the last time step", (g, p) -> Views.select(p.get(0), 1, 3), shape(3, 4, 5)),
        of("reversed", (g, p) -> times(g, Views.reverse(p.get(0), 1), p.get(0)), shape(4, 6)),
        of(
            "repeated along a middle axis",
            (g, p) -> times(g, p.get(1), p.get(0)),
            shape(3, 1, 5),
            shape(3, 4, 5)),
        of(
            "repeated along the last axis",
            (g, p) -> times(g, p.get(1), p.get(0)),
            shape(3, 4, 1),
            shape(3, 4, 5)),
        of(
            "repeated along the first axes",
            (g, p) -> times(g, p.get(1), p.get(0)),
            shape(4, 5),
            shape(2, 3, 4, 5)),
        of(
            "each repeated along an axis of the other",
            (g, p) ->
                g.map(shape(6, 7), X.times(MapElements.variable(1)), List.of(p.get(0), p.get(1))),
            shape(6, 1),
            shape(1, 7)),
        of("broadcast", (g, p) -> Views.broadcast(p.get(0), shape(2, 3, 4)), shape(3, 1)),
        of(
            "parts of a vector, each repeated",
            (g, p) ->
                times(
                    g,
                    times(g, p.get(0), Views.slice(p.get(1), 0, 0, 4)),
                    Views.slice(p.get(1), 0, 4, 8)),
            shape(3, 4),
            shape(9)),
        of("gates of one value", (g, p) -> gates(g, p.get(0), 4), shape(3, 20)),
        of(
            "slices that overlap",
            (g, p) -> times(g, Views.slice(p.get(0), 1, 0, 5), Views.slice(p.get(0), 1, 2, 7)),
            shape(3, 7)),
        of(
            "a value whole and in part",
            (g, p) ->
                times(g, Views.slice(tanh(g, p.get(0)), 1, 1, 4), Views.slice(p.get(0), 1, 0, 3)),
            shape(3, 5)),
        of(
            "a permutation reshaped",
            (g, p) -> times(g, g.reshape(Views.permute(p.get(0), 0, 2, 1), shape(3, 20)), p.get(1)),
            shape(3, 4, 5),
            shape(3, 20)),
        of(
            "a slice of a reshape",
            (g, p) -> tanh(g, Views.slice(g.reshape(p.get(0), shape(4, 15)), 0, 1, 3)),
            shape(3, 4, 5)),
        // Products of views.
        of(
            "a product of a slice",
            (g, p) -> g.matrixProduct(Views.slice(p.get(0), 1, 3, 8), false, p.get(1), true),
            shape(4, 9),
            shape(6, 5)),
        of(
            "a product of transposed heads",
            (g, p) ->
                g.matrixProduct(
                    g.reshape(
                        Views.permute(g.reshape(tanh(g, p.get(0)), shape(2, 5, 3, 4)), 0, 2, 1, 3),
                        shape(6, 5, 4)),
                    false,
                    p.get(1),
                    true),
            shape(2, 5, 12),
            shape(6, 7, 4)),
        of(
            "an epilogue that reads a slice",
            (g, p) ->
                g.map(
                    g.matrixProduct(p.get(0), false, p.get(1), true),
                    Views.slice(p.get(2), 1, 2, 8),
                    Expr::plus),
            shape(5, 4),
            shape(6, 4),
            shape(5, 9)),
        of(
            "a product whose result is transposed",
            (g, p) ->
                times(
                    g,
                    Views.permute(g.matrixProduct(p.get(0), false, p.get(1), true), 1, 0),
                    p.get(2)),
            shape(5, 4),
            shape(6, 4),
            shape(6, 5)),
        // Reductions.
        of("sums over leading axes", (g, p) -> sumOver(g, p.get(0), 2), shape(3, 4, 5)),
        of("sums over trailing axes", (g, p) -> sumOver(g, tanh(g, p.get(0)), 0), shape(3, 4, 5)),
        of(
            "sums over a middle axis",
            (g, p) -> tanh(g, sumOver(g, tanh(g, p.get(0)), 0, 2)),
            shape(3, 4, 9)),
        of(
            "sums over outer and inner axes",
            (g, p) -> tanh(g, sumOver(g, p.get(0), 1)),
            shape(3, 4, 17)),
        of(
            "softmax over a middle axis",
            (g, p) -> rows(g, p.get(0), softmax(), 0, 2),
            shape(3, 6, 5)),
        of("softmax over two axes", (g, p) -> rows(g, p.get(0), softmax(), 0), shape(3, 6, 11)),
        of("layer norm", (g, p) -> normalized(g, p.get(0), 0), shape(5, 17)),
        of("layer norm over two axes", (g, p) -> normalized(g, p.get(0), 0), shape(3, 4, 5)),
        of("batch norm", (g, p) -> normalized(g, p.get(0), 1), shape(13, 6)),
        of("batch norm of images", (g, p) -> normalized(g, p.get(0), 3), shape(3, 4, 5, 6)),
        of("instance norm of images", (g, p) -> normalized(g, p.get(0), 0, 3), shape(3, 4, 5, 6)),
        of("one channel", (g, p) -> normalized(g, p.get(0), 3), shape(3, 4, 5, 1)),
        of("batch norm of many samples", (g, p) -> normalized(g, p.get(0), 1), shape(8000, 6)),
        of(
            "mean of everything",
            (g, p) -> times(g, sumOver(g, p.get(0)), p.get(1)),
            shape(40, 500),
            shape(3)),
        of("softmax of everything", (g, p) -> rows(g, p.get(0), softmax()), shape(40, 500)),
        // Indices.
        of(
            "positions and features",
            (g, p) ->
                g.map(
                    p.get(0),
                    x -> x.times(Functions.cos(Expr.index(1).over(Expr.index(2).plus(2))))),
            shape(3, 5, 9)),
        of(
            "a vector's own index",
            (g, p) -> g.map(p.get(0), x -> x.times(Expr.index(0))),
            shape(37)),
        of(
            "softmax behind a causal mask",
            (g, p) -> g.rows(p.get(0).shape(), causalSoftmax(), List.of(p.get(0))),
            shape(2, 3, 6, 6)),
        of(
            "the index within columns of two axes, and that of the row",
            (g, p) -> {
              Expr element = X.times(Expr.index(0).plus(Expr.index(1)).plus(Expr.index(2)));
              RowProgram program =
                  new RowProgram(
                      List.of(RowReduction.sum(Functions.tanh(element))),
                      RowProgram.reduced(0).times(Expr.index(0)),
                      true);
              return rows(g, p.get(0), program, 0);
            },
            shape(3, 4, 5)),
        of(
            "an index of the batch, the row and the column in an epilogue",
            (g, p) ->
                g.map(
                    g.matrixProduct(p.get(0), false, p.get(1), true),
                    x ->
                        x.times(Expr.index(0).plus(1))
                            .plus(Expr.index(1).times(0.5))
                            .minus(Expr.index(2))),
            shape(2, 5, 4),
            shape(2, 7, 4)),
        of(
            "an index of an epilogue whose columns count two axes",
            (g, p) ->
                g.map(
                    productOfHeads(g, p.get(0), p.get(1)),
                    x -> x.times(Expr.index(0).plus(Expr.index(1).times(Expr.index(2))))),
            shape(5, 4),
            shape(3, 6, 4)),
        // Joins.
        of(
            "concatenated",
            (g, p) ->
                g.join(
                    shape(4, 8),
                    List.of(part(tanh(g, p.get(0)), 0, 0), part(tanh(g, p.get(1)), 0, 3))),
            shape(4, 3),
            shape(4, 5)),
        of(
            "parameters concatenated along the first axis",
            (g, p) -> g.join(shape(7, 3), List.of(part(p.get(0), 0, 0), part(p.get(1), 3, 0))),
            shape(3, 3),
            shape(4, 3)),
        of(
            "padded",
            (g, p) -> tanh(g, g.join(shape(6, 9), List.of(part(p.get(0), 2, 1)))),
            shape(3, 4)),
        of(
            "the same twice",
            (g, p) -> {
              Value y = tanh(g, p.get(0));
              return g.join(shape(3, 8), List.of(part(y, 0, 0), part(y, 0, 4)));
            },
            shape(3, 4)),
        of(
            "products beside each other",
            (g, p) ->
                tanh(
                    g,
                    g.join(
                        shape(5, 13),
                        List.of(
                            part(g.matrixProduct(p.get(0), false, p.get(1), true), 0, 0),
                            part(g.matrixProduct(p.get(0), false, p.get(2), true), 0, 6)))),
            shape(5, 4),
            shape(6, 4),
            shape(7, 4)),
        of(
            "a slice across parts",
            (g, p) ->
                tanh(
                    g,
                    Views.slice(
                        g.join(
                            shape(4, 8),
                            List.of(part(tanh(g, p.get(0)), 0, 0), part(tanh(g, p.get(1)), 0, 3))),
                        1,
                        2,
                        6)),
            shape(4, 3),
            shape(4, 5)),
        of(
            "a join of a join",
            (g, p) -> {
              Value inner =
                  g.join(
                      shape(4, 5),
                      List.of(part(tanh(g, p.get(0)), 0, 0), part(tanh(g, p.get(1)), 0, 2)));
              return tanh(g, g.join(shape(6, 5), List.of(part(inner, 1, 0))));
            },
            shape(4, 2),
            shape(4, 3)),
        of(
            "a part that others read",
            (g, p) -> {
              Value y = tanh(g, p.get(0));
              Value z = g.matrixProduct(y, false, p.get(1), true);
              return g.join(shape(4, 8), List.of(part(y, 0, 0), part(z, 0, 3)));
            },
            shape(4, 3),
            shape(5, 3)),
        of(
            "a recurrence",
            (g, p) -> recurrence(g, p.get(0), p.get(1)),
            shape(3, 4, 5),
            shape(5, 5)));
  }
}
