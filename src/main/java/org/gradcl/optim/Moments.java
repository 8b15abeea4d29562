package org.gradcl.optim;

import static org.gradcl.catalogue.Description.format;
import static org.gradcl.expr.Functions.absolute;
import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.maximum;
import static org.gradcl.expr.Functions.select;
import static org.gradcl.expr.Functions.sqrt;
import static org.gradcl.expr.Functions.square;
import static org.gradcl.graph.UpdateRule.GRADIENT;
import static org.gradcl.graph.UpdateRule.LEARNING_RATE;
import static org.gradcl.graph.UpdateRule.PARAMETER;
import static org.gradcl.graph.UpdateRule.TRUST_RATIO;
import static org.gradcl.optim.OptimizerSettings.average;
import static org.gradcl.optim.OptimizerSettings.biasCorrection;
import static org.gradcl.optim.OptimizerSettings.decayed;
import static org.gradcl.optim.OptimizerSettings.requireNotNegative;
import static org.gradcl.optim.OptimizerSettings.requireShare;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.expr.Expr;
import org.gradcl.graph.UpdateRule.Slot;

/**
 * The family of Adam: running means m of the gradient and v of its square, corrected for their
 * start at zero. In its formulas what does not depend on the element stands together, so that
 * engines compute it once.
 */
record Moments(double beta1, double beta2, double epsilon, double weightDecay) {
  Moments {
    requireShare("beta1", beta1);
    requireShare("beta2", beta2);
    requireNotNegative("epsilon", epsilon);
    requireNotNegative("weight_decay", weightDecay);
  }

  Optimizer adam(double learningRate, boolean amsgrad) {
    return adam("adam", learningRate, amsgrad, decayed(weightDecay), PARAMETER);
  }

  Optimizer adamW(double learningRate, boolean amsgrad) {
    Expr shrunk = PARAMETER.times(constant(1).minus(LEARNING_RATE.times(weightDecay)));
    return adam("adamw", learningRate, amsgrad, GRADIENT, shrunk);
  }

  private Optimizer adam(
      String name, double learningRate, boolean amsgrad, Expr gradient, Expr parameter) {
    Expr second = second(gradient);
    List<Slot> slots = slots(gradient);
    if (amsgrad) {
      second = maximum(Slot.variable("largestSecondMoment"), second);
      slots.add(new Slot("largestSecondMoment", second, 0));
    }
    Expr step = first(gradient).over(root(second));
    return Optimizer.of(
        text(name) + (amsgrad ? " amsgrad=true" : ""),
        learningRate,
        slots,
        parameter.minus(rate().times(step)));
  }

  Optimizer adamax(double learningRate) {
    Expr gradient = decayed(weightDecay);
    Expr size =
        maximum(Slot.variable("largestGradient").times(beta2), absolute(gradient).plus(epsilon));
    return Optimizer.of(
        text("adamax"),
        learningRate,
        List.of(new Slot("firstMoment", first(gradient), 0), new Slot("largestGradient", size, 0)),
        PARAMETER.minus(rate().times(first(gradient).over(size))));
  }

  Optimizer nadam(double learningRate, double momentumDecay) {
    MomentumSchedule momentum = new MomentumSchedule(beta1, momentumDecay);
    Expr gradient = decayed(weightDecay);
    Expr ofMoment = LEARNING_RATE.times(momentum.shareOfMoment());
    Expr ofGradient = LEARNING_RATE.times(momentum.shareOfGradient());
    Expr direction = first(gradient).times(ofMoment).plus(gradient.times(ofGradient));
    return Optimizer.of(
        text("nadam") + " momentum_decay=" + format(momentumDecay),
        learningRate,
        slots(gradient),
        PARAMETER.minus(direction.over(root(second(gradient)))));
  }

  Optimizer radam(double learningRate) {
    Rectification rectification = new Rectification(beta2);
    Expr gradient = decayed(weightDecay);
    Expr scale = rectification.factor().times(sqrt(biasCorrection(beta2)));
    Expr adaptive = scale.over(sqrt(second(gradient)).plus(epsilon));
    Expr factor = select(rectification.isKnown(), adaptive, constant(1));
    return Optimizer.of(
        text("radam"),
        learningRate,
        slots(gradient),
        PARAMETER.minus(rate().times(first(gradient)).times(factor)));
  }

  Optimizer lamb(double learningRate) {
    Expr scale = constant(1).over(biasCorrection(beta1));
    Expr step = first(GRADIENT).times(scale).over(root(second(GRADIENT)));
    Expr direction = weightDecay == 0 ? step : step.plus(PARAMETER.times(weightDecay));
    return Optimizer.of(
            text("lamb"),
            learningRate,
            slots(GRADIENT),
            PARAMETER.minus(LEARNING_RATE.times(TRUST_RATIO).times(direction)))
        .withDirection(direction);
  }

  private String text(String name) {
    return String.format(
        "%s beta1=%s beta2=%s epsilon=%s weight_decay=%s",
        name, format(beta1), format(beta2), format(epsilon), format(weightDecay));
  }

  private List<Slot> slots(Expr gradient) {
    return new ArrayList<>(
        List.of(
            new Slot("firstMoment", first(gradient), 0),
            new Slot("secondMoment", second(gradient), 0)));
  }

  private Expr first(Expr gradient) {
    return average(beta1, Slot.variable("firstMoment"), gradient);
  }

  private Expr second(Expr gradient) {
    return average(beta2, Slot.variable("secondMoment"), square(gradient));
  }

  /** η/(1 − β₁ᵗ). */
  private Expr rate() {
    return LEARNING_RATE.over(biasCorrection(beta1));
  }

  /** √v/√(1 − β₂ᵗ) + ε. */
  private Expr root(Expr second) {
    Expr scale = constant(1).over(sqrt(biasCorrection(beta2)));
    return sqrt(second).times(scale).plus(epsilon);
  }
}
