package org.gradcl.nn;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.sqrt;
import static org.gradcl.expr.Functions.square;

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
 * Normalisation of the last axis, N numbers, by its root mean square.
 *
 * <pre>
 * y = x/√(Σ x²/N + ε) · γ
 * </pre>
 *
 * <p>γ is named {@code weight}. Source: Zhang and Sennrich, Root Mean Square Layer Normalization,
 * 2019.
 *
 * @param epsilon ε, above 0
 */
public record RmsNorm(double epsilon) implements Layer {
  private static final double EPSILON = 1e-5;

  /**
   * Checks ε.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public RmsNorm {
    Norms.requireEpsilon(epsilon);
  }

  /** {@return a layer with ε 1e-5} */
  public static RmsNorm standard() {
    return new RmsNorm(EPSILON);
  }

  @Override
  public Value append(Scope scope, Value x) {
    int last = x.shape().rank() - 1;
    SampleAxes.requireFeatures(scope, x, describe());
    Shape features = Shape.of(x.shape().columns());
    Expr mean = RowProgram.reduced(0).times(constant(1.0 / features.elements()));
    Expr y = MapElements.variable(0).over(sqrt(mean.plus(epsilon))).times(MapElements.variable(1));
    RowProgram program =
        new RowProgram(List.of(RowReduction.sum(square(MapElements.variable(0)))), y, false);
    IndexedValue weight =
        new IndexedValue(Norms.weight(scope, features), List.of(AxisIndex.along(last)));
    Value normalized =
        scope.graph().rowsOfViews(x.shape(), last, program, List.of(IndexedValue.whole(x), weight));
    return scope.label("normalized", normalized);
  }

  @Override
  public String describe() {
    return "rms_norm" + (epsilon == EPSILON ? "" : " epsilon=" + Description.format(epsilon));
  }

  /** Reads {@code rms_norm [epsilon=1e-5]}. */
  static RmsNorm parse(Description description) {
    if (description.words().size() != 1) {
      throw new CatalogueException(
          "An RMS norm is written 'rms_norm', with settings, found '" + description.text() + "'");
    }
    return new RmsNorm(description.number("epsilon", EPSILON));
  }
}
