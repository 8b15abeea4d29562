package org.gradcl.nn;

import java.util.Objects;
import org.gradcl.graph.Value;

/**
 * An activation as a layer of its own, such as {@code relu} behind a norm.
 *
 * @param activation of each element
 */
public record Activated(Activation activation) implements Layer {
  /** Checks that nothing is missing. */
  public Activated {
    Objects.requireNonNull(activation, "activation");
  }

  /**
   * {@return a layer}
   *
   * @param activation of each element
   */
  public static Activated by(Activation activation) {
    return new Activated(activation);
  }

  @Override
  public Value append(Scope scope, Value x) {
    return scope.label("activation", scope.map(x, activation::apply));
  }

  @Override
  public String describe() {
    return Activations.text(activation);
  }
}
