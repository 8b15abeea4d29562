package org.gradcl.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.gradcl.expr.Expr;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.AxisIndex.Fixed;
import org.gradcl.graph.Graph;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Value;
import org.gradcl.graph.Views;
import org.gradcl.tensor.Shape;

/**
 * Queries, keys and values by head. What is projected from one value is one product, whose result
 * is {@code [batch, time, projections, key heads, heads of each, D]}: heads are read where they
 * lie.
 */
final class AttentionHeads {
  /** One of the three: a projection of a value, which may have others. */
  private record Projected(Value value, int number) {
    /** Reads it; an axis below 0 is read at its only index. */
    IndexedValue read(int batch, int time, int group, int member, int feature) {
      AxisIndex of = member < 0 ? new Fixed(0) : AxisIndex.along(member);
      return new IndexedValue(
          value,
          List.of(
              AxisIndex.along(batch),
              AxisIndex.along(time),
              new Fixed(number),
              AxisIndex.along(group),
              of,
              AxisIndex.along(feature)));
    }
  }

  private final List<Projected> projected;

  private AttentionHeads(List<Projected> projected) {
    this.projected = projected;
  }

  /**
   * Declares the projections and writes them.
   *
   * @param sources what queries, keys and values are projected from
   * @param groups heads of keys and values
   * @param members heads of queries for each of those
   */
  static AttentionHeads of(
      Scope scope, List<Value> sources, int groups, int members, boolean bias) {
    int width = sources.get(0).shape().columns();
    int each = width / (groups * members);
    int[] rows = {width, groups * each, groups * each};
    List<Value> weights = weights(scope, sources, rows);
    Optional<Value> biases =
        bias
            ? Optional.of(
                scope.parameter(
                    new ParameterSpec(
                        "in_proj_bias",
                        Shape.of(rows[0] + rows[1] + rows[2]),
                        Initializers.ZEROS,
                        width,
                        width)))
            : Optional.empty();
    List<Projected> projected = new ArrayList<>();
    int first = 0;
    while (first < 3) {
      int end = first + 1;
      while (end < 3 && joins(sources, weights, rows, first, end)) {
        end++;
      }
      Value product = product(scope, sources, weights, biases, rows, first, end);
      Shape x = product.shape();
      Shape heads =
          Shape.of(
              x.extent(0), x.extent(1), end - first, groups, rows[first] / (groups * each), each);
      Value byHead = scope.graph().reshape(product, heads);
      for (int i = first; i < end; i++) {
        projected.add(new Projected(byHead, i - first));
      }
      first = end;
    }
    return new AttentionHeads(projected);
  }

  /** The weight of each projection: one for all three where the widths are equal. */
  private static List<Value> weights(Scope scope, List<Value> sources, int[] rows) {
    int width = rows[0];
    boolean one = rows[1] == width && sources.stream().allMatch(s -> s.shape().columns() == width);
    if (one) {
      return Collections.nCopies(3, weight(scope, "in_proj_weight", 3 * width, width));
    }
    return List.of(
        weight(scope, "q_proj_weight", rows[0], sources.get(0).shape().columns()),
        weight(scope, "k_proj_weight", rows[1], sources.get(1).shape().columns()),
        weight(scope, "v_proj_weight", rows[2], sources.get(2).shape().columns()));
  }

  private static Value weight(Scope scope, String name, int outputs, int inputs) {
    return scope.parameter(
        new ParameterSpec(
            name, Shape.of(outputs, inputs), Initializers.XAVIER_UNIFORM, inputs, outputs));
  }

  /** Whether two projections are one product: of the same value, by the same weight. */
  private static boolean joins(
      List<Value> sources, List<Value> weights, int[] rows, int first, int other) {
    return sources.get(first) == sources.get(other)
        && weights.get(first) == weights.get(other)
        && rows[first] == rows[other];
  }

  private static Value product(
      Scope scope,
      List<Value> sources,
      List<Value> weights,
      Optional<Value> biases,
      int[] rows,
      int first,
      int end) {
    int start = 0;
    for (int i = 0; i < first; i++) {
      start += rows[i];
    }
    int count = 0;
    for (int i = first; i < end; i++) {
      count += rows[i];
    }
    boolean shared = weights.get(0) == weights.get(1);
    Value weight =
        shared ? Views.slice(weights.get(first), 0, start, start + count) : weights.get(first);
    Value product = Dense.product(scope.graph(), sources.get(first), weight);
    if (biases.isEmpty()) {
      return product;
    }
    Value bias = Views.slice(biases.get(), 0, start, start + count);
    return scope.map(product, bias, Expr::plus);
  }

  /** The same with queries and keys turned by their places. */
  AttentionHeads turned(Graph graph, RotaryPositions positions) {
    List<Projected> turned = new ArrayList<>(projected);
    for (int i = 0; i < 2; i++) {
      Projected each = projected.get(i);
      turned.set(i, new Projected(positions.turned(graph, each.value(), each.number()), 0));
    }
    return new AttentionHeads(turned);
  }

  /** The queries, over axes of a product. */
  IndexedValue query(int batch, int time, int group, int member, int feature) {
    return projected.get(0).read(batch, time, group, member, feature);
  }

  /** The keys, over axes of a product. */
  IndexedValue key(int batch, int time, int group, int feature) {
    return projected.get(1).read(batch, time, group, -1, feature);
  }

  /** The values, over axes of a product. */
  IndexedValue value(int batch, int time, int group, int feature) {
    return projected.get(2).read(batch, time, group, -1, feature);
  }
}
