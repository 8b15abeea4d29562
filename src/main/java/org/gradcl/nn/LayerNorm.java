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
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * Layer normalisation over the last axes, N numbers.
 *
 * <pre>
 * μ = Σ x / N     v = Σ (x − μ)² / N     y = (x − μ)/√(v + ε) · γ + β
 * </pre>
 *
 * <p>γ is named {@code weight}, β {@code bias}, both of the shape of the last axes. Source: Ba,
 * Kiros and Hinton, Layer Normalization, 2016.
 *
 * @param axes how many of the last axes, at least 1
 * @param epsilon ε, above 0
 * @param affine whether γ and β are learnt
 */
public record LayerNorm(int axes, double epsilon, boolean affine) implements Layer {
  private static final double EPSILON = 1e-5;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one lies outside its range
   */
  public LayerNorm {
    if (axes < 1) {
      throw new IllegalArgumentException(
          "A layer norm runs over at least the last axis, found " + axes + " axes");
    }
    Norms.requireEpsilon(epsilon);
  }

  /** {@return a layer over the last axis with PyTorch's settings: ε 1e-5, learnt γ and β} */
  public static LayerNorm standard() {
    return new LayerNorm(1, EPSILON, true);
  }

  @Override
  public Value append(Scope scope, Value x) {
    int rows = x.shape().rank() - axes;
    if (rows < 1) {
      throw scope.refusal(
          String.format(
              "%s runs over %d axes of a sample, found samples of shape %s; use at most %d",
              describe(), axes, x.shape().sample(), x.shape().rank() - 1));
    }
    int[] extents = new int[axes];
    List<AxisIndex> ofLast = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      extents[axis] = x.shape().extent(rows + axis);
      ofLast.add(AxisIndex.along(rows + axis));
    }
    Shape last = Shape.of(extents);
    Expr count = constant(1.0 / last.elements());
    Expr deviation = MapElements.variable(0).minus(RowProgram.reduced(0).times(count));
    Expr variance = RowProgram.reduced(1).times(count);
    Expr y = deviation.over(sqrt(variance.plus(epsilon)));
    List<IndexedValue> reads = new ArrayList<>(List.of(IndexedValue.whole(x)));
    if (affine) {
      List<Value> operands = new ArrayList<>(List.of(x));
      y = Norms.affine(scope, y, last, operands);
      operands.subList(1, operands.size()).forEach(p -> reads.add(new IndexedValue(p, ofLast)));
    }
    RowProgram program =
        new RowProgram(
            List.of(RowReduction.sum(MapElements.variable(0)), RowReduction.sum(square(deviation))),
            y,
            false);
    Value normalized = scope.graph().rowsOfViews(x.shape(), rows, program, reads);
    return scope.label("normalized", normalized);
  }

  @Override
  public String describe() {
    StringBuilder text = new StringBuilder("layer_norm");
    if (axes != 1) {
      text.append(" axes=").append(axes);
    }
    if (epsilon != EPSILON) {
      text.append(" epsilon=").append(Description.format(epsilon));
    }
    return text.append(affine ? "" : " affine=false").toString();
  }

  /** Reads {@code layer_norm [axes=1] [epsilon=1e-5] [affine=true]}. */
  static LayerNorm parse(Description description) {
    if (description.words().size() != 1) {
      throw new CatalogueException(
          "A layer norm is written 'layer_norm', with settings, found '"
              + description.text()
              + "'");
    }
    return new LayerNorm(
        description.count(description.word("axes", "1")),
        description.number("epsilon", EPSILON),
        description.flag("affine", true));
  }
}
