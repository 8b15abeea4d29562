package org.gradcl.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradcl.expr.Expr.constant;
import static org.gradcl.expr.Expr.variable;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever is simplified keeps its value. */
class SimplifierTest {
  private static final double[] NUMBERS = {
    1.7, -0.6, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN
  };

  /** An expression, and its value computed without any simplification. */
  private record Valued(Expr expression, double value) {}

  private static List<Valued> terms(double a0, double b0) {
    Expr a = variable("a");
    Expr b = variable("b");
    Expr positive = Expr.select(a.greater(0), constant(1), constant(0));
    return List.of(
        new Valued(a, a0),
        new Valued(b, b0),
        new Valued(constant(0), 0),
        new Valued(constant(1), 1),
        new Valued(constant(-1), -1),
        new Valued(constant(3), 3),
        new Valued(a.negate(), -a0),
        new Valued(b.negate(), -b0),
        new Valued(a.minus(b), a0 - b0),
        new Valued(a.minus(b).negate(), b0 - a0),
        new Valued(a.times(3), a0 * 3),
        new Valued(b.times(-0.5), b0 * -0.5),
        new Valued(a.times(0), a0 * 0),
        new Valued(constant(0).over(b), 0 / b0),
        new Valued(a.times(b), a0 * b0),
        new Valued(a.over(4), a0 / 4),
        new Valued(Expr.of(Operator.SQUARE, b.negate()), b0 * b0),
        new Valued(Expr.of(Operator.ABSOLUTE, b.negate()), Math.abs(b0)),
        new Valued(positive, a0 > 0 ? 1 : 0));
  }

  /** Also where a number is zero, infinite or NaN: none of these may be hidden. */
  @Test
  void everyPairKeepsItsValueUnderEveryArithmeticOperator() {
    for (double a : NUMBERS) {
      for (double b : NUMBERS) {
        checkPairs(a, b);
      }
    }
  }

  private static void checkPairs(double a, double b) {
    List<Valued> results = new ArrayList<>();
    for (Valued x : terms(a, b)) {
      results.add(new Valued(x.expression().negate(), -x.value()));
      results.add(new Valued(x.expression().negate().negate(), x.value()));
      for (Valued y : terms(a, b)) {
        Expr p = x.expression();
        Expr q = y.expression();
        results.add(new Valued(p.plus(q), x.value() + y.value()));
        results.add(new Valued(p.minus(q), x.value() - y.value()));
        results.add(new Valued(p.times(q), x.value() * y.value()));
        results.add(new Valued(p.minus(q).negate(), y.value() - x.value()));
        results.add(new Valued(p.over(q), x.value() / y.value()));
      }
    }
    for (Valued result : results) {
      Tape tape = Tape.of(result.expression());
      double[] variables =
          tape.variables().stream().mapToDouble(name -> name.equals("a") ? a : b).toArray();
      Evaluator evaluator = new Evaluator(tape);
      evaluator.evaluate(variables);
      double found = evaluator.output(0);
      boolean same = Math.abs(found) == Math.abs(result.value()) && isZeroOrInfinite(found);
      if (!same && !(Double.isNaN(found) && Double.isNaN(result.value()))) {
        assertThat(found)
            .as("%s with a = %s, b = %s", result.expression(), a, b)
            .isCloseTo(result.value(), within(1e-12));
      }
    }
  }

  private static boolean isZeroOrInfinite(double number) {
    return number == 0 || Double.isInfinite(number);
  }

  @Test
  void whatIsKnownIsNotComputed() {
    Expr a = variable("a");
    assertThat(a.plus(0)).isEqualTo(a);
    assertThat(a.minus(0)).isEqualTo(a);
    assertThat(a.times(1)).isEqualTo(a);
    assertThat(a.over(1)).isEqualTo(a);
    assertThat(a.plus(a)).isEqualTo(constant(2).times(a));
    assertThat(Expr.of(Operator.SQUARE, a.negate())).isEqualTo(Expr.of(Operator.SQUARE, a));
    assertThat(Expr.of(Operator.ABSOLUTE, a.negate())).isEqualTo(Expr.of(Operator.ABSOLUTE, a));
    assertThat(a.negate().negate()).isEqualTo(a);
    assertThat(a.times(2).times(3)).isEqualTo(constant(6).times(a));
    assertThat(Expr.select(a.greater(0), a, a)).isEqualTo(a);
  }
}
