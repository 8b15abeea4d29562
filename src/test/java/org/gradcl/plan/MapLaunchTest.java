package org.gradcl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Access;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StepField;
import org.junit.jupiter.api.Test;

/** When both engines may visit a domain of 4 × 6 as one row of 24. */
class MapLaunchTest {
  private static final Expr X = Expr.variable("x");
  private static final View DENSE = View.of(Region.INPUT, 0, 4, 6);
  private static final View GAPS = new View(Region.INPUT, 0, 4, 6, 7);
  private static final View STORE = View.of(Region.WORKSPACE, 0, 4, 6);

  private static boolean flat(Operand operand, Expr result, View store) {
    return new MapLaunch(
            "map",
            Phase.FORWARD,
            "",
            4,
            6,
            List.of(operand),
            Tape.of(result),
            List.of(new Store(store, Store.Mode.STORE, 0)),
            List.of(),
            false,
            false)
        .isFlat();
  }

  private static Operand operand(View view, Access access) {
    return new Operand("x", new Source.Memory(view), access);
  }

  @Test
  void whatIsReadAndWrittenWithoutGapsIsFlat() {
    assertThat(flat(operand(DENSE, Access.FULL), X, STORE)).isTrue();
    View number = View.of(Region.INPUT, 3, 1, 1);
    assertThat(flat(operand(number, Access.SCALAR), X, STORE)).isTrue();
    Operand rate = new Operand("x", new Source.Record(StepField.LEARNING_RATE), Access.SCALAR);
    assertThat(flat(rate, X, STORE)).isTrue();
  }

  @Test
  void gapsRowsAndColumnsKeepTheirPlaces() {
    assertThat(flat(operand(GAPS, Access.FULL), X, STORE)).isFalse();
    View gaps = new View(Region.WORKSPACE, 0, 4, 6, 8);
    assertThat(flat(operand(DENSE, Access.FULL), X, gaps)).isFalse();
    View bias = View.of(Region.INPUT, 0, 1, 6);
    assertThat(flat(operand(bias, Access.PER_COLUMN), X, STORE)).isFalse();
    View perRow = new View(Region.INPUT, 0, 4, 1, 1);
    assertThat(flat(operand(perRow, Access.PER_ROW), X, STORE)).isFalse();
  }

  @Test
  void soDoRandomNumbersAndColumnNumbers() {
    assertThat(flat(operand(DENSE, Access.FULL), X.plus(Expr.uniform(0)), STORE)).isFalse();
    assertThat(flat(operand(DENSE, Access.FULL), X.plus(Expr.column()), STORE)).isFalse();
  }
}
