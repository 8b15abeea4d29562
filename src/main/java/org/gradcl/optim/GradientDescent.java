package org.gradcl.optim;

import static org.gradcl.catalogue.Description.format;
import static org.gradcl.expr.Functions.sign;
import static org.gradcl.graph.UpdateRule.GRADIENT;
import static org.gradcl.graph.UpdateRule.LEARNING_RATE;
import static org.gradcl.graph.UpdateRule.PARAMETER;
import static org.gradcl.optim.OptimizerSettings.average;
import static org.gradcl.optim.OptimizerSettings.requireNotNegative;
import static org.gradcl.optim.OptimizerSettings.requireShare;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.expr.Expr;
import org.gradcl.graph.UpdateRule.Slot;

/** Methods that keep the gradient's direction in a momentum, and nothing of its size. */
final class GradientDescent {
  private GradientDescent() {}

  static Optimizer sgd(double learningRate, double momentum, boolean nesterov, double weightDecay) {
    requireShare("momentum", momentum);
    requireNotNegative("weight_decay", weightDecay);
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException(
          "Nesterov's momentum needs a momentum above 0, found 0; give one, such as 0.9");
    }
    Expr g = OptimizerSettings.decayed(weightDecay);
    List<Slot> slots = new ArrayList<>();
    Expr step = g;
    if (momentum != 0) {
      Expr velocity = Slot.variable("momentum").times(momentum).plus(g);
      slots.add(new Slot("momentum", velocity, 0));
      step = nesterov ? g.plus(velocity.times(momentum)) : velocity;
    }
    return Optimizer.of(
        String.format(
            "sgd momentum=%s nesterov=%s weight_decay=%s",
            format(momentum), nesterov, format(weightDecay)),
        learningRate,
        slots,
        PARAMETER.minus(LEARNING_RATE.times(step)));
  }

  static Optimizer lion(double learningRate, double beta1, double beta2, double weightDecay) {
    requireShare("beta1", beta1);
    requireShare("beta2", beta2);
    requireNotNegative("weight_decay", weightDecay);
    Expr momentum = Slot.variable("momentum");
    Expr step = sign(average(beta1, momentum, GRADIENT));
    return Optimizer.of(
        String.format(
            "lion beta1=%s beta2=%s weight_decay=%s",
            format(beta1), format(beta2), format(weightDecay)),
        learningRate,
        List.of(new Slot("momentum", average(beta2, momentum, GRADIENT), 0)),
        PARAMETER.minus(LEARNING_RATE.times(step.plus(PARAMETER.times(weightDecay)))));
  }
}
