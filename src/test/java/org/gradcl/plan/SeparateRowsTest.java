package org.gradcl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.junit.jupiter.api.Test;

/** Which launches may be run row by row. */
class SeparateRowsTest {
  private static final int ROWS = 6;
  private static final int COLUMNS = 4;

  private final SeparateRows rows = new SeparateRows();

  @Test
  void aProductOfWhatAMapStoredKeepsRowsApart() {
    assertThat(rows.add(map(workspace(0), workspace(100)))).isTrue();
    assertThat(rows.add(product(workspace(100), parameter(), workspace(200)))).isTrue();
    assertThat(rows.add(map(workspace(200), workspace(0)))).as("over what was read").isTrue();
  }

  @Test
  void rowsThatAreReadBesideEachOtherAndWrittenAgainAtTheSameDistanceStayApart() {
    Place left = Place.matrix(Region.WORKSPACE, 0, ROWS, COLUMNS, 2 * COLUMNS);
    Place right = Place.matrix(Region.WORKSPACE, COLUMNS, ROWS, COLUMNS, 2 * COLUMNS);
    assertThat(rows.add(map(left, right))).isTrue();
    assertThat(rows.add(map(right, left))).isTrue();
    Place next = Place.matrix(Region.WORKSPACE, 2 * COLUMNS, ROWS, COLUMNS, 2 * COLUMNS);
    assertThat(rows.add(map(next, workspace(100)))).as("reads the row behind").isFalse();
  }

  @Test
  void anAxisOfOneIndexBesideTheRowsIsNone() {
    Place of3 =
        new Place(
            Region.WORKSPACE,
            0,
            List.of(
                new Place.Axis(ROWS, COLUMNS), new Place.Axis(1, 50), new Place.Axis(COLUMNS, 1)),
            2);
    assertThat(rows.add(map(of3, workspace(0)))).isTrue();
  }

  @Test
  void whatAllRowsReadMayNotBeStoredBefore() {
    assertThat(rows.add(map(workspace(0), workspace(100)))).isTrue();
    Place perColumn = Place.perColumn(Region.WORKSPACE, 100, ROWS, COLUMNS);
    assertThat(rows.add(map(perColumn, workspace(200)))).as("a row for all").isFalse();
    Place factor = Place.matrix(Region.WORKSPACE, 100, COLUMNS, COLUMNS);
    assertThat(rows.add(product(workspace(0), factor, workspace(200)))).as("op(B)").isFalse();
    assertThat(rows.add(map(workspace(300), perColumnTarget()))).as("written twice").isFalse();
    assertThat(rows.add(map(workspace(0), workspace(200)))).as("nothing has changed").isTrue();
  }

  private static Place perColumnTarget() {
    return Place.perColumn(Region.WORKSPACE, 500, ROWS, COLUMNS);
  }

  @Test
  void memoryMayNotBeReadByRowsOfAnotherDistance() {
    assertThat(rows.add(map(workspace(0), workspace(100)))).isTrue();
    Place turned =
        Place.of(Region.WORKSPACE, 100, new Place.Axis(ROWS, 1), new Place.Axis(COLUMNS, ROWS));
    assertThat(rows.add(map(turned, workspace(200)))).isFalse();
    assertThat(rows.add(map(workspace(200), Place.matrix(Region.WORKSPACE, 2, ROWS, COLUMNS))))
        .as("written where another row was read")
        .isFalse();
  }

  /** A batch of one is run as one of many is, by the same programs. */
  @Test
  void aSingleRowIsToldAsOneOfMany() {
    Place row = Place.matrix(Region.WORKSPACE, 0, 1, COLUMNS);
    Place target = Place.matrix(Region.WORKSPACE, 100, 1, COLUMNS);
    assertThat(rows.add(map(row, row))).isTrue();
    Place factor = Place.matrix(Region.WORKSPACE, 0, COLUMNS, COLUMNS);
    assertThat(rows.add(product(row, factor, target))).isFalse();
    assertThat(rows.add(product(row, parameter(), target))).isTrue();
  }

  @Test
  void otherNumbersOfRowsPhasesChecksAndSumsAreRefused() {
    assertThat(rows.add(map(workspace(0), workspace(100)))).isTrue();
    Place longer = Place.matrix(Region.WORKSPACE, 200, ROWS + 1, COLUMNS);
    assertThat(rows.add(map(longer, longer))).isFalse();
    Place target = workspace(300);
    assertThat(rows.add(map(Phase.BACKWARD, workspace(0), target, List.of(), false))).isFalse();
    assertThat(rows.add(map(Phase.FORWARD, workspace(0), target, List.of(), true))).isFalse();
    BatchSum sum = new BatchSum(0, BatchSum.Destination.RING, null);
    assertThat(rows.add(map(Phase.FORWARD, workspace(0), target, List.of(sum), false))).isFalse();
    assertThat(rows.add(map(Phase.FORWARD, workspace(0), target, List.of(), false))).isTrue();
  }

  private static Place workspace(int base) {
    return Place.matrix(Region.WORKSPACE, base, ROWS, COLUMNS);
  }

  private static Place parameter() {
    return Place.matrix(Region.PARAMETER, 0, COLUMNS, COLUMNS);
  }

  private static Launch map(Place from, Place to) {
    return map(Phase.FORWARD, from, to, List.of(), false);
  }

  private static Launch map(
      Phase phase, Place from, Place to, List<BatchSum> sums, boolean checked) {
    return new MapLaunch(
        "map",
        phase,
        "",
        from.rows(),
        from.columns(),
        List.of(new Operand("x", new Source.Memory(from))),
        Tape.of(Expr.variable("x")),
        List.of(new Store(to, Store.Mode.STORE, 0)),
        sums,
        false,
        checked);
  }

  private static Launch product(Place a, Place b, Place c) {
    return new MatmulLaunch(
        "product",
        Phase.FORWARD,
        "",
        a.rows(),
        b.columns(),
        a.columns(),
        1,
        ProductOperand.left(a, false, 1),
        ProductOperand.right(b, false, 1),
        List.of(),
        Tape.of(Expr.variable(MatmulLaunch.PRODUCT)),
        List.of(new Store(c, Store.Mode.STORE, 0)),
        Optional.empty(),
        false);
  }
}
