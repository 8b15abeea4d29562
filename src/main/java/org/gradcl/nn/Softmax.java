package org.gradcl.nn;

import static org.gradcl.expr.Functions.exp;
import static org.gradcl.expr.Functions.log;

import java.util.List;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.Value;

/**
 * Softmax over the last axis, or its logarithm.
 *
 * <pre>
 * softmax      y = e^(x − max) / Σ e^(x − max)
 * log_softmax  y = x − max − ln Σ e^(x − max)
 * </pre>
 *
 * @param logarithm whether the logarithm is yielded
 */
public record Softmax(boolean logarithm) implements Layer {
  /** {@return a layer of probabilities} */
  public static Softmax standard() {
    return new Softmax(false);
  }

  /** {@return a layer of logarithms of probabilities} */
  public static Softmax ofLogarithms() {
    return new Softmax(true);
  }

  @Override
  public Value append(Scope scope, Value x) {
    SampleAxes.requireFeatures(scope, x, describe());
    Expr shifted = MapElements.variable(0).minus(RowProgram.reduced(0));
    Expr sum = RowProgram.reduced(1);
    RowProgram program =
        new RowProgram(
            List.of(RowReduction.maximum(MapElements.variable(0)), RowReduction.sum(exp(shifted))),
            logarithm ? shifted.minus(log(sum)) : exp(shifted).over(sum),
            false);
    return scope.label("softmax", scope.graph().rows(x.shape(), program, List.of(x)));
  }

  @Override
  public String describe() {
    return logarithm ? "log_softmax" : "softmax";
  }

  /** Reads {@code softmax} or {@code log_softmax}. */
  static Softmax parse(Description description, boolean logarithm) {
    if (description.words().size() != 1) {
      throw new CatalogueException(
          "A softmax is written 'softmax' or 'log_softmax', found '" + description.text() + "'");
    }
    return new Softmax(logarithm);
  }
}
