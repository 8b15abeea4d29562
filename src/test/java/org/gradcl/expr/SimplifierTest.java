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
  private static final double A = 1.7;
  private static final double B = -0.6;

  /** An expression, and its value computed without any simplification. */
  private record Valued(Expr expression, double value) {}

  private static List<Valued> terms() {
    Expr a = variable("a");
    Expr b = variable("b");
    Expr positive = Expr.select(a.greater(0), constant(1), constant(0));
    return List.of(
        new Valued(a, A),
        new Valued(b, B),
        new Valued(constant(0), 0),
        new Valued(constant(1), 1),
        new Valued(constant(-1), -1),
        new Valued(constant(3), 3),
        new Valued(a.negate(), -A),
        new Valued(b.negate(), -B),
        new Valued(a.minus(b), A - B),
        new Valued(a.minus(b).negate(), B - A),
        new Valued(a.times(3), A * 3),
        new Valued(b.times(-0.5), B * -0.5),
        new Valued(a.times(b), A * B),
        new Valued(a.over(4), A / 4),
        new Valued(Expr.of(Operator.SQUARE, b.negate()), B * B),
        new Valued(Expr.of(Operator.ABSOLUTE, b.negate()), -B),
        new Valued(positive, 1));
  }

  @Test
  void everyPairKeepsItsValueUnderEveryArithmeticOperator() {
    List<Valued> results = new ArrayList<>();
    for (Valued x : terms()) {
      results.add(new Valued(x.expression().negate(), -x.value()));
      results.add(new Valued(x.expression().negate().negate(), x.value()));
      for (Valued y : terms()) {
        Expr p = x.expression();
        Expr q = y.expression();
        results.add(new Valued(p.plus(q), x.value() + y.value()));
        results.add(new Valued(p.minus(q), x.value() - y.value()));
        results.add(new Valued(p.times(q), x.value() * y.value()));
        results.add(new Valued(p.minus(q).negate(), y.value() - x.value()));
        if (y.value() != 0) {
          results.add(new Valued(p.over(q), x.value() / y.value()));
        }
      }
    }
    for (Valued result : results) {
      Tape tape = Tape.of(result.expression());
      double[] variables =
          tape.variables().stream().mapToDouble(name -> name.equals("a") ? A : B).toArray();
      Evaluator evaluator = new Evaluator(tape);
      evaluator.evaluate(variables, 0, null);
      assertThat(evaluator.output(0))
          .as("%s", result.expression())
          .isCloseTo(result.value(), within(1e-12));
    }
  }

  @Test
  void whatIsKnownIsNotComputed() {
    Expr a = variable("a");
    assertThat(a.plus(0)).isEqualTo(a);
    assertThat(a.minus(0)).isEqualTo(a);
    assertThat(a.times(1)).isEqualTo(a);
    assertThat(a.over(1)).isEqualTo(a);
    assertThat(a.times(0)).isEqualTo(constant(0));
    assertThat(constant(0).over(a)).isEqualTo(constant(0));
    assertThat(a.negate().negate()).isEqualTo(a);
    assertThat(a.times(2).times(3)).isEqualTo(constant(6).times(a));
    assertThat(Expr.select(a.greater(0), a, a)).isEqualTo(a);
  }
}
