package org.gradcl.nn;

import java.util.Objects;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Functions;
import org.gradcl.graph.Value;
import org.gradcl.graph.Views;

/**
 * A gated linear unit: of the last axis, one half gates the other.
 *
 * <pre>
 * glu       y = a · σ(b)         a the first half, b the second
 * swiglu    y = a·σ(a) · b
 * </pre>
 *
 * <p>Source: Dauphin et al., Language Modeling with Gated Convolutional Networks, 2016; Shazeer,
 * GLU Variants Improve Transformer, 2020.
 *
 * @param gate which
 */
public record Glu(Gate gate) implements Layer {
  /** What gates what. */
  public enum Gate {
    /** The sigmoid of the second half gates the first. */
    GLU,
    /** The second half is gated by the SiLU of the first. */
    SWIGLU
  }

  /** Checks that nothing is missing. */
  public Glu {
    Objects.requireNonNull(gate, "gate");
  }

  /** {@return a layer y = a · σ(b)} */
  public static Glu glu() {
    return new Glu(Gate.GLU);
  }

  /** {@return a layer y = a·σ(a) · b} */
  public static Glu swiglu() {
    return new Glu(Gate.SWIGLU);
  }

  @Override
  public Value append(Scope scope, Value x) {
    SampleAxes.requireFeatures(scope, x, describe());
    int width = x.shape().columns();
    if (width % 2 != 0) {
      throw scope.refusal(
          describe()
              + " halves the last axis of a sample, found shape "
              + x.shape().sample()
              + "; let the layer before yield an even number");
    }
    int last = x.shape().rank() - 1;
    Value first = Views.slice(x, last, 0, width / 2);
    Value second = Views.slice(x, last, width / 2, width);
    return scope.label("gated", scope.map(first, second, this::gated));
  }

  private Expr gated(Expr a, Expr b) {
    return gate == Gate.GLU
        ? a.times(Functions.sigmoid(b))
        : a.times(Functions.sigmoid(a)).times(b);
  }

  @Override
  public String describe() {
    return Description.lowerCase(gate);
  }

  /** Reads {@code glu} or {@code swiglu}. */
  static Glu parse(Description description, Gate gate) {
    if (description.words().size() != 1) {
      throw new CatalogueException(
          "A gate is written 'glu' or 'swiglu', found '" + description.text() + "'");
    }
    return new Glu(gate);
  }
}
