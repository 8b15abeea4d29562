package org.gradcl.nn;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.sqrt;
import static org.gradcl.expr.Functions.square;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.Graph;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * Normalisation of each sample in groups of neighbouring channels, the last axis, over all
 * positions, N numbers a group.
 *
 * <pre>
 * μ = Σ x / N     v = Σ (x − μ)² / N     y = (x − μ)/√(v + ε) · γ + β
 * </pre>
 *
 * <p>γ is named {@code weight}, β {@code bias}, one a channel. Source: Wu and He, Group
 * Normalization, 2018.
 *
 * @param groups that divide the channels, at least 1
 * @param epsilon ε, above 0
 * @param affine whether γ and β are learnt
 */
public record GroupNorm(int groups, double epsilon, boolean affine) implements Layer {
  private static final double EPSILON = 1e-5;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one lies outside its range
   */
  public GroupNorm {
    if (groups < 1) {
      throw new IllegalArgumentException("A group norm has at least 1 group, found " + groups);
    }
    Norms.requireEpsilon(epsilon);
  }

  /**
   * {@return a layer with PyTorch's settings: ε 1e-5, learnt γ and β}
   *
   * @param groups that divide the channels, at least 1
   */
  public static GroupNorm of(int groups) {
    return new GroupNorm(groups, EPSILON, true);
  }

  @Override
  public Value append(Scope scope, Value x) {
    int channels = x.shape().columns();
    if (x.shape().rank() < 2 || channels % groups != 0) {
      throw scope.refusal(
          String.format(
              "%s has groups that must divide the channels, the last axis, found samples of shape"
                  + " %s; use %s, or change the channels of the block before",
              describe(), x.shape().sample(), Divisors.near(channels, groups)));
    }
    Graph graph = scope.graph();
    int samples = x.shape().extent(0);
    int inGroup = channels / groups;
    int positions = x.shape().elements() / samples / channels;
    Value grouped = graph.reshape(x, Shape.of(samples, positions, groups, inGroup));
    Value mean = reduced(graph, grouped, MapElements.variable(0), List.of());
    Expr deviation = MapElements.variable(0).minus(MapElements.variable(1));
    Value variance = reduced(graph, grouped, square(deviation), List.of(ofGroup(mean, 0, 1)));
    Expr y = deviation.over(sqrt(MapElements.variable(2).plus(epsilon)));
    List<IndexedValue> reads = new ArrayList<>(List.of(IndexedValue.whole(grouped)));
    reads.add(ofGroup(mean, 0, 2));
    reads.add(ofGroup(variance, 0, 2));
    if (affine) {
      Shape ofChannels = Shape.of(groups, inGroup);
      y = y.times(MapElements.variable(3)).plus(MapElements.variable(4));
      Shape flat = Shape.of(channels);
      reads.add(ofGroup(graph.reshape(Norms.weight(scope, flat), ofChannels), 2, 3));
      reads.add(ofGroup(graph.reshape(Norms.bias(scope, flat), ofChannels), 2, 3));
    }
    Value normalized = graph.mapViews(grouped.shape(), y, reads);
    return scope.label("normalized", graph.reshape(normalized, x.shape()));
  }

  /** The mean of an expression over positions and channels of a group: [samples, groups]. */
  private static Value reduced(
      Graph graph, Value grouped, Expr element, List<IndexedValue> further) {
    Shape shape = grouped.shape();
    Shape domain = Shape.of(shape.extent(0), shape.extent(2), shape.extent(1), shape.extent(3));
    double count = (double) shape.extent(1) * shape.extent(3);
    RowProgram program =
        new RowProgram(
            List.of(RowReduction.sum(element)),
            RowProgram.reduced(0).times(constant(1 / count)),
            true);
    List<IndexedValue> reads = new ArrayList<>();
    reads.add(IndexedValue.along(grouped, 0, 2, 1, 3));
    reads.addAll(further);
    return graph.rowsOfViews(domain, 2, program, reads);
  }

  /** A matrix read along two axes of the domain. */
  private static IndexedValue ofGroup(Value matrix, int row, int column) {
    return new IndexedValue(matrix, List.of(AxisIndex.along(row), AxisIndex.along(column)));
  }

  @Override
  public String describe() {
    StringBuilder text = new StringBuilder("group_norm ").append(groups);
    if (epsilon != EPSILON) {
      text.append(" epsilon=").append(Description.format(epsilon));
    }
    return text.append(affine ? "" : " affine=false").toString();
  }

  /** Reads {@code group_norm 8 [epsilon=1e-5] [affine=true]}. */
  static GroupNorm parse(Description description) {
    List<String> words = description.words();
    if (words.size() != 2) {
      throw new CatalogueException(
          "A group norm is written 'group_norm GROUPS', found '" + description.text() + "'");
    }
    return new GroupNorm(
        description.count(words.get(1)),
        description.number("epsilon", EPSILON),
        description.flag("affine", true));
  }
}
