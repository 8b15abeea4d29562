package org.gradcl.optim;

import static org.gradcl.catalogue.Description.format;
import static org.gradcl.expr.Functions.sqrt;
import static org.gradcl.expr.Functions.square;
import static org.gradcl.graph.UpdateRule.LEARNING_RATE;
import static org.gradcl.graph.UpdateRule.PARAMETER;
import static org.gradcl.optim.OptimizerSettings.average;
import static org.gradcl.optim.OptimizerSettings.decayed;
import static org.gradcl.optim.OptimizerSettings.requireNotNegative;
import static org.gradcl.optim.OptimizerSettings.requirePositive;
import static org.gradcl.optim.OptimizerSettings.requireShare;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.expr.Expr;
import org.gradcl.graph.UpdateRule.Slot;

/** Methods that divide the gradient by its own size so far. */
final class AdaptiveDescent {
  private AdaptiveDescent() {}

  static Optimizer rmsProp(
      double learningRate, double alpha, double epsilon, double momentum, double weightDecay) {
    requireShare("alpha", alpha);
    requireShare("momentum", momentum);
    requireNotNegative("epsilon", epsilon);
    requireNotNegative("weight_decay", weightDecay);
    Expr g = decayed(weightDecay);
    Expr squares = average(alpha, Slot.variable("squareAverage"), square(g));
    Expr step = g.over(sqrt(squares).plus(epsilon));
    List<Slot> slots = new ArrayList<>(List.of(new Slot("squareAverage", squares, 0)));
    if (momentum != 0) {
      step = Slot.variable("momentum").times(momentum).plus(step);
      slots.add(new Slot("momentum", step, 0));
    }
    return Optimizer.of(
        String.format(
            "rmsprop alpha=%s epsilon=%s momentum=%s weight_decay=%s",
            format(alpha), format(epsilon), format(momentum), format(weightDecay)),
        learningRate,
        slots,
        PARAMETER.minus(LEARNING_RATE.times(step)));
  }

  static Optimizer adagrad(double learningRate, double epsilon, double weightDecay) {
    requireNotNegative("epsilon", epsilon);
    requireNotNegative("weight_decay", weightDecay);
    Expr g = decayed(weightDecay);
    Expr sum = Slot.variable("squareSum").plus(square(g));
    return Optimizer.of(
        String.format("adagrad epsilon=%s weight_decay=%s", format(epsilon), format(weightDecay)),
        learningRate,
        List.of(new Slot("squareSum", sum, 0)),
        PARAMETER.minus(LEARNING_RATE.times(g.over(sqrt(sum).plus(epsilon)))));
  }

  static Optimizer adadelta(double learningRate, double rho, double epsilon, double weightDecay) {
    requireShare("rho", rho);
    requirePositive("epsilon", epsilon);
    requireNotNegative("weight_decay", weightDecay);
    Expr g = decayed(weightDecay);
    Expr squares = average(rho, Slot.variable("squareAverage"), square(g));
    Expr stepSquares = Slot.variable("stepSquareAverage");
    Expr step = sqrt(stepSquares.plus(epsilon)).over(sqrt(squares.plus(epsilon))).times(g);
    return Optimizer.of(
        String.format(
            "adadelta rho=%s epsilon=%s weight_decay=%s",
            format(rho), format(epsilon), format(weightDecay)),
        learningRate,
        List.of(
            new Slot("squareAverage", squares, 0),
            new Slot("stepSquareAverage", average(rho, stepSquares, square(step)), 0)),
        PARAMETER.minus(LEARNING_RATE.times(step)));
  }
}
