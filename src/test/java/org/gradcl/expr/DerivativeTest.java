package org.gradcl.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradcl.expr.Expr.variable;

import java.util.List;
import java.util.Locale;
import org.gradcl.testing.Documentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DerivativeTest {
  private static final Expr Z = variable("z");
  private static final Expr W = variable("w");

  @Test
  void theTextbookGradientIsFoundByTheChainRule() {
    Expr prediction = variable("prediction");
    Expr target = variable("target");
    Expr loss = Expr.of(Operator.SQUARE, prediction.minus(target)).times(0.5);
    assertThat(loss.derivative(prediction)).hasToString("(prediction - target)");
    assertThat(Evaluator.evaluate(loss, 0.8, 1)).isCloseTo(0.02, within(1e-15));
    assertThat(Evaluator.evaluate(loss.derivative(prediction), 0.8, 1))
        .isCloseTo(-0.2, within(1e-15));
  }

  @ParameterizedTest
  @EnumSource(Operator.class)
  void everyOperatorHasItsRowInTheDocumentation(Operator operator) {
    String name = operator.name().toLowerCase(Locale.ROOT);
    assertThat(Documentation.hasRow("Scalar operators", name)).isTrue();
  }

  @Test
  void everyFunctionsDerivativeAgreesWithCentralDifferences() {
    for (Operator operator : Operator.values()) {
      if (operator.arity() == 1 && operator != Operator.FLOOR && operator != Operator.SIGN) {
        Expr f = Expr.of(operator, Z);
        for (double z : List.of(0.31, 0.77, 1.9, 3.3)) {
          assertSlope(operator.name(), f, z);
        }
      }
    }
  }

  @Test
  void everyBinaryOperatorsDerivativeAgreesWithCentralDifferences() {
    for (Operator operator : Operator.values()) {
      if (operator.arity() == 2 && !operator.isCondition()) {
        assertSlope(operator + " left", Expr.of(operator, Z, Expr.of(Operator.EXP, Z)), 0.4);
        assertSlope(operator + " right", Expr.of(operator, Expr.of(Operator.COS, Z), Z), 0.4);
      }
    }
  }

  @Test
  void anInfiniteNumberTimesAMaskedSlopeIsZeroNotNaN() {
    Expr relu = Expr.of(Operator.MAXIMUM, Z, Expr.constant(0));
    Expr gradient = W.timesSlope(relu.derivative(Z));
    Evaluator evaluator = new Evaluator(Tape.of(gradient));
    double[] values = new double[2];
    int w = Tape.of(gradient).variables().indexOf("w");
    values[w] = Double.POSITIVE_INFINITY;
    values[1 - w] = -1;
    evaluator.evaluate(values);
    assertThat(evaluator.output(0)).isZero();
  }

  /** Not even where its value is infinite or NaN: there is no path from z to the loss. */
  @Test
  void whatDoesNotDependOnAVariableHasNoPartInTheSlope() {
    Expr infinite = Expr.of(Operator.EXP, W);
    assertThat(Z.times(infinite).plus(infinite).derivative(Z)).isEqualTo(infinite);
    assertThat(Z.plus(W.over(infinite)).derivative(Z)).isEqualTo(Expr.constant(1));
    assertThat(W.timesSlope(infinite.derivative(Z))).isEqualTo(Expr.constant(0));
    assertThat(Expr.constant(0).timesSlope(infinite)).isEqualTo(Expr.constant(0));
  }

  private static void assertSlope(String what, Expr f, double z) {
    double h = 1e-5;
    double numeric = (Evaluator.evaluate(f, z + h) - Evaluator.evaluate(f, z - h)) / (2 * h);
    Expr slope = f.derivative(Z);
    assertThat(Evaluator.evaluate(slope, z))
        .as("%s at %s", what, z)
        .isCloseTo(numeric, within(1e-8));
  }
}
