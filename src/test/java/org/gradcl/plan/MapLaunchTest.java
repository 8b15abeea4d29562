package org.gradcl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StepField;
import org.junit.jupiter.api.Test;

/** When both engines may visit a domain of 4 × 6 as one row of 24. */
class MapLaunchTest {
  private static final Expr X = Expr.variable("x");
  private static final Place DENSE = Place.matrix(Region.INPUT, 0, 4, 6);
  private static final Place GAPS = Place.matrix(Region.INPUT, 0, 4, 6, 7);
  private static final Place STORE = Place.matrix(Region.WORKSPACE, 0, 4, 6);

  private static boolean flat(Operand operand, Expr result, Place store) {
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

  private static Operand operand(Place place) {
    return new Operand("x", new Source.Memory(place));
  }

  @Test
  void whatIsReadAndWrittenWithoutGapsIsFlat() {
    assertThat(flat(operand(DENSE), X, STORE)).isTrue();
    Place number = Place.scalar(Region.INPUT, 3, 4, 6);
    assertThat(flat(operand(number), X, STORE)).isTrue();
    Operand rate = new Operand("x", new Source.Record(StepField.LEARNING_RATE));
    assertThat(flat(rate, X, STORE)).isTrue();
  }

  @Test
  void gapsRowsAndColumnsKeepTheirPlaces() {
    assertThat(flat(operand(GAPS), X, STORE)).isFalse();
    Place gaps = Place.matrix(Region.WORKSPACE, 0, 4, 6, 8);
    assertThat(flat(operand(DENSE), X, gaps)).isFalse();
    Place bias = Place.perColumn(Region.INPUT, 0, 4, 6);
    assertThat(flat(operand(bias), X, STORE)).isFalse();
    Place perRow = Place.perRow(Region.INPUT, 0, 4, 6);
    assertThat(flat(operand(perRow), X, STORE)).isFalse();
  }

  @Test
  void soDoRandomNumbersAndColumnNumbers() {
    assertThat(flat(new Operand("x", new Source.Random(0)), X, STORE)).isFalse();
    Source column = new Source.Index(List.of(), List.of(new Place.Axis(6, 1)));
    assertThat(flat(new Operand("x", column), X, STORE)).isFalse();
  }
}
