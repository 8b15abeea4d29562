package org.gradcl.conformance.gather;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Functions;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation.Join.Part;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.Value;
import org.gradcl.graph.Views;
import org.gradcl.tensor.Shape;

/** Rows of tables by indices, and sums in them, that every engine must compute with gradients. */
public final class GatherCases {
  private static final Expr X = MapElements.variable(0);

  private GatherCases() {}

  private static Shape shape(int... extents) {
    return Shape.of(extents);
  }

  private static List<Float> indices(double... numbers) {
    List<Float> list = new ArrayList<>();
    for (double number : numbers) {
      list.add((float) number);
    }
    return list;
  }

  private static GatherCase of(
      String name,
      Shape index,
      List<Float> indices,
      GatherCase.Computation computation,
      Shape... shapes) {
    return new GatherCase(name, List.of(shapes), index, indices, computation);
  }

  /** A table's rows alone. */
  private static GatherCase rows(String name, Shape table, Shape index, double... numbers) {
    return of(name, index, indices(numbers), (g, p, i) -> g.gather(p.get(0), i), table);
  }

  private static Value tanh(Graph graph, Value x) {
    return graph.map(x, Functions::tanh);
  }

  private static Value centred(Graph graph, Value x) {
    double share = 1.0 / x.shape().columns();
    RowProgram program =
        new RowProgram(
            List.of(RowReduction.sum(X)), X.minus(RowProgram.reduced(0).times(share)), false);
    return graph.rows(x.shape(), program, List.of(x));
  }

  /** The case of a name. */
  public static GatherCase named(String name) {
    return all().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  static Stream<GatherCase> all() {
    return Stream.of(
        rows("one number", shape(1, 1), shape(1), 0),
        rows("one row", shape(1, 6), shape(5), 0),
        rows("rows in no order, some twice, some never", shape(9, 5), shape(7), 4, 0, 8, 4, 1),
        rows("whole vectors", shape(9, 32), shape(11), 4, 0, 8, 4, 1),
        rows("indices of two axes", shape(11, 12), shape(4, 6), 10, 3, 3, 0, 7),
        rows("indices of three axes", shape(5, 3), shape(2, 3, 4), 1, 4, 0),
        rows("the same index for all", shape(13, 8), shape(700), 4),
        rows("a large table", shape(10_000, 64), shape(50), 9999, 0, 17, 5000, 17),
        rows("rows longer than a block", shape(4, 1300), shape(6), 3, 1, 3),
        rows("a table of numbers", shape(9), shape(5), 8, 2, 2, 0),
        rows("a table of numbers by two axes", shape(9), shape(5, 33), 8, 2, 2, 0),
        rows("a table of matrices", shape(6, 3, 5), shape(4), 5, 0, 5),
        rows("a table of matrices by two axes", shape(6, 3, 5), shape(4, 2), 5, 0, 5),
        rows(
            "indices of no row",
            shape(5, 8),
            shape(10),
            -1,
            5,
            2,
            Float.NaN,
            1e30,
            Float.NEGATIVE_INFINITY,
            4,
            -0.5,
            2.75),
        of(
            GatherCase.PADDING,
            shape(3, 5),
            indices(0, 2, 0, 4, 2),
            (g, p, i) -> g.gather(p.get(0), i, OptionalInt.of(2)),
            shape(5, 7)),
        of(
            "a table read twice",
            shape(6),
            indices(0, 3, 3, 1),
            (g, p, i) ->
                g.map(
                    g.gather(p.get(0), i),
                    g.gather(p.get(0), g.map(i, e -> Functions.constant(4).minus(e))),
                    Expr::times),
            shape(5, 7)),
        of(
            "two tables by one index",
            shape(6),
            indices(0, 3, 3, 1),
            (g, p, i) -> g.map(g.gather(p.get(0), i), g.gather(p.get(1), i), Expr::plus),
            shape(5, 7),
            shape(5, 7)),
        of(
            "a tied table",
            shape(2, 3),
            indices(0, 3, 3, 1, 5),
            (g, p, i) -> {
              Value rows = tanh(g, g.gather(p.get(0), i));
              return g.matrixProduct(g.reshape(rows, shape(6, 8)), false, p.get(0), true);
            },
            shape(6, 8)),
        of(
            "a tied table, scaled, with positions",
            shape(2, 5),
            indices(0, 3, 3, 1, 5),
            (g, p, i) -> {
              Value rows =
                  g.map(
                      g.map(g.gather(p.get(0), i), x -> x.times(Math.sqrt(8))),
                      p.get(1),
                      Expr::plus);
              Value projected =
                  g.matrixProduct(g.reshape(centred(g, rows), shape(10, 8)), false, p.get(0), true);
              return tanh(g, projected);
            },
            shape(6, 8),
            shape(5, 8)),
        of(
            "of a computed table",
            shape(6),
            indices(0, 3, 3, 1),
            (g, p, i) -> tanh(g, g.gather(tanh(g, p.get(0)), i)),
            shape(5, 7)),
        of(
            "by computed indices",
            shape(6),
            indices(0, 3, 3, 1),
            (g, p, i) -> g.gather(p.get(0), g.map(i, e -> e.plus(Expr.index(0).times(0.5)))),
            shape(7, 7)),
        of(
            "of a view of a table",
            shape(6),
            indices(0, 3, 3, 1),
            (g, p, i) -> g.gather(Views.permute(p.get(0), 1, 0), i),
            shape(7, 5)),
        of(
            "by a view of indices",
            shape(6, 4),
            indices(0, 3, 3, 1, 2),
            (g, p, i) -> g.gather(p.get(0), Views.permute(Views.slice(i, 1, 1, 3), 1, 0)),
            shape(5, 7)),
        of(
            "beside features",
            shape(4),
            indices(2, 0),
            (g, p, i) ->
                tanh(
                    g,
                    g.join(
                        shape(4, 8),
                        List.of(
                            new Part(g.gather(p.get(0), i), List.of(0, 0)),
                            new Part(tanh(g, p.get(1)), List.of(0, 5))))),
            shape(3, 5),
            shape(4, 3)),
        of(
            "of rows gathered before",
            shape(6),
            indices(0, 3, 3, 1),
            (g, p, i) -> g.gather(g.gather(p.get(0), i), i),
            shape(5, 7)),
        of(
            "sums in rows",
            shape(9),
            indices(3, 0, 3, -1, 1, 6),
            (g, p, i) -> tanh(g, g.scatter(i, p.get(0), 6)),
            shape(9, 7)),
        of(
            "sums of numbers in rows, by two axes",
            shape(3, 5),
            indices(3, 0, 3, 1),
            (g, p, i) -> g.scatter(i, tanh(g, p.get(0)), 5),
            shape(3, 5)),
        of(
            "sums in rows, read where they came from",
            shape(7),
            indices(3, 0, 3, 1),
            (g, p, i) -> g.map(g.gather(g.scatter(i, p.get(0), 5), i), p.get(0), Expr::times),
            shape(7, 2, 3)));
  }
}
