package org.gradcl.graph;

import org.gradcl.expr.Expr;

/**
 * A running statistic with what a step observes of it: the update moves it by statistic ← statistic
 * + momentum · (observed − statistic).
 *
 * @param statistic a tensor of the model of role {@link Role#STATISTIC}
 * @param observed of the same shape
 * @param momentum above 0 and at most 1
 */
public record Observation(Value statistic, Value observed, double momentum) {
  /** Beside its statistic's name, the name of an observed value in a state. */
  private static final String PREFIX = "observed/";

  /** The name of what was observed last of a statistic, in a state. */
  public static String nameOf(String statistic) {
    return PREFIX + statistic;
  }

  /** The statistic's name. */
  public String name() {
    return ((Operation.Parameter) statistic.operation()).name();
  }

  Observation withObserved(Value value) {
    return new Observation(statistic, value, momentum);
  }

  /**
   * The statistic's new value, over the variables of an update: what is observed is the gradient.
   */
  static Expr update(double momentum) {
    Expr distance = UpdateRule.GRADIENT.minus(UpdateRule.PARAMETER);
    return UpdateRule.PARAMETER.plus(distance.times(momentum));
  }
}
