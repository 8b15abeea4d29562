package org.gradcl.nn;

import java.util.function.UnaryOperator;
import org.gradcl.expr.Expr;

/**
 * A scalar function between layers, y = f(z), stated once for every backend; its derivative is
 * found from the formula. Immutable.
 *
 * @param description its text form, such as {@code leaky_relu slope=0.01}, which {@link
 *     Activations#named} reads
 * @param formula f over the variable {@link #Z}
 */
public record Activation(String description, Expr formula) {
  /** The variable of the pre-activation. */
  public static final Expr Z = Expr.variable("z");

  /**
   * {@return an activation stated as a function, {@code of("cube", z -> z.times(z).times(z))}}
   *
   * @param description its text form
   * @param function f, of the pre-activation
   */
  public static Activation of(String description, UnaryOperator<Expr> function) {
    return new Activation(description, function.apply(Z));
  }

  /**
   * f(z) of an expression.
   *
   * @param z in place of {@link #Z}
   * @return the expression
   */
  public Expr apply(Expr z) {
    return formula.replace(Z, z);
  }

  /** {@return the derivative f′ over the variable {@link #Z}} */
  public Expr derivative() {
    return formula.derivative(Z);
  }

  @Override
  public String toString() {
    return description;
  }
}
