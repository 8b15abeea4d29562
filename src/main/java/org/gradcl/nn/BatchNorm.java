package org.gradcl.nn;

import static org.gradcl.expr.Functions.sqrt;
import static org.gradcl.expr.Functions.square;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.Role;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * Batch normalisation of each channel, the last axis, over all other axes, N numbers.
 *
 * <pre>
 * training     μ = Σ x / N     v = Σ (x − μ)² / N     y = (x − μ)/√(v + ε) · γ + β
 *              running_mean ← (1 − m)·running_mean + m·μ
 *              running_var  ← (1 − m)·running_var  + m·v·N/(N − 1)
 * inference    running_mean and running_var in place of μ and v
 * </pre>
 *
 * <p>γ is named {@code weight}, β {@code bias}. As in PyTorch a batch is normalised by the biased
 * variance, and the unbiased one runs. A batch of one number a channel has no variance and can't be
 * trained on: drop the last batch of an epoch, or choose a batch size that leaves no single sample.
 *
 * <p>Source: Ioffe and Szegedy, Batch Normalization, 2015.
 *
 * @param momentum m, above 0 and at most 1
 * @param epsilon ε, above 0
 * @param affine whether γ and β are learnt
 */
public record BatchNorm(double momentum, double epsilon, boolean affine) implements Layer {
  private static final double MOMENTUM = 0.1;
  private static final double EPSILON = 1e-5;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one lies outside its range
   */
  public BatchNorm {
    if (!(momentum > 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          "The momentum of a batch norm lies above 0 and at most at 1, found " + momentum);
    }
    Norms.requireEpsilon(epsilon);
  }

  /** {@return a layer with PyTorch's settings: momentum 0.1, ε 1e-5, learnt γ and β} */
  public static BatchNorm standard() {
    return new BatchNorm(MOMENTUM, EPSILON, true);
  }

  @Override
  public Value append(Scope scope, Value x) {
    SampleAxes.requireFeatures(scope, x, describe());
    Shape channels = Shape.of(x.shape().columns());
    Value runningMean = statistic(scope, "running_mean", channels, 0);
    Value runningVariance = statistic(scope, "running_var", channels, 1);
    Value mean = runningMean;
    Value variance = runningVariance;
    if (scope.isTraining()) {
      int count = x.shape().rows();
      if (count < 2) {
        throw scope.refusal(
            describe()
                + " can't learn from a batch of one number a channel, which has no variance; drop"
                + " the last batch of an epoch (dropLast), or choose a batch size that leaves no"
                + " single sample");
      }
      mean = mean(scope.graph(), x, count);
      variance = variance(scope.graph(), x, count);
      scope.graph().observe(runningMean, mean, momentum);
      Value unbiased = scope.graph().argument((double) count / (count - 1));
      Value observed = scope.map(variance, unbiased, Expr::times);
      scope.graph().observe(runningVariance, observed, momentum);
    }
    return normalized(scope, x, mean, variance, channels);
  }

  private Value normalized(Scope scope, Value x, Value mean, Value variance, Shape channels) {
    // Once a channel, not an element: a root and a division take as long as all the rest.
    Value scale = scope.map(variance, v -> Expr.constant(1).over(sqrt(v.plus(epsilon))));
    Expr y = MapElements.variable(0).minus(MapElements.variable(1)).times(MapElements.variable(2));
    List<Value> operands = new ArrayList<>(List.of(x, mean, scale));
    y = affine ? Norms.affine(scope, y, channels, operands) : y;
    return scope.label("normalized", scope.graph().map(x.shape(), y, operands));
  }

  private static Value statistic(Scope scope, String name, Shape shape, double initial) {
    return scope.parameter(
        new ParameterSpec(name, shape, Role.STATISTIC, Initializers.constantly(initial), 1, 1));
  }

  /** Σ x / N of each channel. */
  private static Value mean(Graph graph, Value x, int count) {
    RowProgram program =
        new RowProgram(
            List.of(RowReduction.sum(MapElements.variable(0))),
            RowProgram.reduced(0).times(MapElements.variable(1)),
            true);
    return graph.rowsOfViews(
        byChannel(x.shape()), 1, program, List.of(channelFirst(x), share(graph, count)));
  }

  /**
   * Σ (x − μ)² / N of each channel. No gradient flows through μ = Σ x / N: its part is Σ (x − μ),
   * which is 0.
   */
  private static Value variance(Graph graph, Value x, int count) {
    Expr each = MapElements.variable(0);
    Expr share = MapElements.variable(1);
    Expr deviation = each.minus(RowProgram.reduced(0).times(share));
    RowProgram program =
        new RowProgram(
            List.of(
                new RowReduction(RowProgram.Combine.SUM, each, false),
                RowReduction.sum(square(deviation))),
            RowProgram.reduced(1).times(share),
            true);
    return graph.rowsOfViews(
        byChannel(x.shape()), 1, program, List.of(channelFirst(x), share(graph, count)));
  }

  /** 1/N, which depends on the batch, as an argument. */
  private static IndexedValue share(Graph graph, int count) {
    return new IndexedValue(graph.argument(1.0 / count), List.of());
  }

  /** The channels as rows, all other axes as columns. */
  private static Shape byChannel(Shape shape) {
    int[] extents = shape.extents();
    int[] moved = new int[extents.length];
    moved[0] = extents[extents.length - 1];
    System.arraycopy(extents, 0, moved, 1, extents.length - 1);
    return Shape.of(moved);
  }

  private static IndexedValue channelFirst(Value x) {
    int rank = x.shape().rank();
    int[] axes = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      axes[axis] = axis == rank - 1 ? 0 : axis + 1;
    }
    return IndexedValue.along(x, axes);
  }

  @Override
  public String describe() {
    StringBuilder text = new StringBuilder("batch_norm");
    if (momentum != MOMENTUM) {
      text.append(" momentum=").append(Description.format(momentum));
    }
    if (epsilon != EPSILON) {
      text.append(" epsilon=").append(Description.format(epsilon));
    }
    return text.append(affine ? "" : " affine=false").toString();
  }

  /** Reads {@code batch_norm [momentum=0.1] [epsilon=1e-5] [affine=true]}. */
  static BatchNorm parse(Description description) {
    if (description.words().size() != 1) {
      throw new CatalogueException(
          "A batch norm is written 'batch_norm', with settings, found '"
              + description.text()
              + "'");
    }
    return new BatchNorm(
        description.number("momentum", MOMENTUM),
        description.number("epsilon", EPSILON),
        description.flag("affine", true));
  }
}
