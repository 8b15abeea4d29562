package org.gradcl.nn;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.cos;
import static org.gradcl.expr.Functions.floor;
import static org.gradcl.expr.Functions.select;

import java.util.List;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * Adds sines and cosines of the place in a sequence, of whatever length.
 *
 * <pre>
 * X [batch, time, features]
 * y[b, t, 2i]     = x[b, t, 2i]     + sin(t / base^(2i / features))
 * y[b, t, 2i + 1] = x[b, t, 2i + 1] + cos(t / base^(2i / features))
 * </pre>
 *
 * <p>Source: Vaswani et al., Attention Is All You Need, 2017, with base 10000.
 *
 * @param base above 1
 */
public record SinusoidalPositions(double base) implements Layer {

  /**
   * Checks the base.
   *
   * @throws IllegalArgumentException if it is not above 1, or infinite
   */
  public SinusoidalPositions {
    if (!(base > 1 && base < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Positions have a finite base above 1, found " + Description.format(base));
    }
  }

  /** {@return positions with the base 10000} */
  public static SinusoidalPositions standard() {
    return new SinusoidalPositions(10000);
  }

  @Override
  public Value append(Scope scope, Value x) {
    SampleAxes.requireSequences(scope, x, describe());
    Shape table = Shape.of(x.shape().extent(1), x.shape().extent(2));
    Expr feature = Expr.index(1);
    Expr pair = floor(feature.times(0.5));
    Expr angle = Angles.of(Expr.index(0), pair, base, table.extent(1));
    Expr even = pair.times(2).equalTo(feature);
    Expr wave = cos(angle.minus(select(even, constant(Math.PI / 2), constant(0))));
    return scope.map(x, scope.graph().map(table, wave, List.of()), Expr::plus);
  }

  @Override
  public String describe() {
    return "sinusoidal_positions" + (base == 10000 ? "" : " base=" + Description.format(base));
  }

  /** Reads {@code sinusoidal_positions [base=10000]}. */
  static SinusoidalPositions parse(Description description) {
    if (description.words().size() != 1) {
      throw new CatalogueException(
          "Sinusoidal positions are written 'sinusoidal_positions', found '"
              + description.text()
              + "'");
    }
    return new SinusoidalPositions(description.number("base", 10000));
  }
}
