package org.gradcl.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class TapeTest {
  private final Expr z = Expr.variable("z");
  private final Expr rate = Expr.variable("learningRate");

  @Test
  void commonPartsAreSharedAndOperandsComeFirst() {
    Expr y = Expr.of(Operator.TANH, z);
    Tape tape = Tape.of(y, y.derivative(z));
    assertThat(tape.variables()).containsExactly("z");
    assertThat(tape.instructions().stream().filter(i -> i.operator() == Operator.TANH)).hasSize(1);
    for (int i = 0; i < tape.instructions().size(); i++) {
      int place = i;
      assertThat(tape.instructions().get(i).operands()).allMatch(operand -> operand < place);
    }
  }

  @Test
  void whatDependsOnUniformVariablesOnlyIsUniform() {
    Tape tape = Tape.of(Expr.of(Operator.SQRT, rate).times(z));
    boolean[] uniform = tape.uniform(Set.of("learningRate"));
    for (int i = 0; i < uniform.length; i++) {
      Operator operator = tape.instructions().get(i).operator();
      boolean expected =
          operator == Operator.SQRT
              || (operator == Operator.VARIABLE
                  && tape.variables()
                      .get(tape.instructions().get(i).variable())
                      .equals("learningRate"));
      assertThat(uniform[i]).as(tape.instructions().get(i).toString()).isEqualTo(expected);
    }
  }
}
