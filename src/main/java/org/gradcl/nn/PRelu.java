package org.gradcl.nn;

import static org.gradcl.expr.Functions.select;

import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * A rectifier whose slope below 0 is learnt.
 *
 * <pre>
 * y = x for x &gt; 0, else a·x
 * </pre>
 *
 * <p>a is named {@code weight}, ¼ at first. Source: He et al., Delving Deep into Rectifiers, 2015.
 *
 * @param perChannel whether each channel, of the last axis, has a slope of its own
 */
public record PRelu(boolean perChannel) implements Layer {
  private static final double SLOPE = 0.25;

  /** {@return a layer with one slope} */
  public static PRelu standard() {
    return new PRelu(false);
  }

  @Override
  public Value append(Scope scope, Value x) {
    if (perChannel) {
      SampleAxes.requireFeatures(scope, x, describe());
    }
    Shape shape = Shape.of(perChannel ? x.shape().columns() : 1);
    Value slope =
        scope.parameter(new ParameterSpec("weight", shape, Initializers.constantly(SLOPE), 1, 1));
    Value y = scope.map(x, slope, (e, a) -> select(e.greater(0), e, e.times(a)));
    return scope.label("activation", y);
  }

  @Override
  public String describe() {
    return "prelu" + (perChannel ? " per_channel=true" : "");
  }

  /** Reads {@code prelu [per_channel=false]}. */
  static PRelu parse(Description description) {
    if (description.words().size() != 1) {
      throw new CatalogueException(
          "A rectifier with a learnt slope is written 'prelu', found '" + description.text() + "'");
    }
    return new PRelu(description.flag("per_channel", false));
  }
}
