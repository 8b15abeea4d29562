package org.gradcl.backend.jvm.launch;

import java.util.Arrays;
import org.gradcl.expr.Operator;
import org.gradcl.plan.View;

/** The sum of each column of a matrix, rows added in order: the gradient of a bias. */
final class ColumnSummer implements Runner, Team.Work {
  private static final int COLUMNS = 256;

  private final View input;
  private final View output;
  private final Launching with;
  private final int parts;
  private final int firstCheck;

  ColumnSummer(View input, View output, boolean checked, Launching with) {
    this.input = input;
    this.output = output;
    this.with = with;
    this.parts = (input.columns() + COLUMNS - 1) / COLUMNS;
    this.firstCheck = checked ? with.checks().reserve(parts) : -1;
  }

  @Override
  public void run() {
    with.team().run(parts, this);
  }

  @Override
  public void part(int part, int thread) {
    float[] from = with.memory().of(input.region());
    float[] to = with.memory().of(output.region());
    int column = part * COLUMNS;
    int count = Math.min(COLUMNS, input.columns() - column);
    int place = output.offset() + column;
    Arrays.fill(to, place, place + count, 0);
    for (int row = 0; row < input.rows(); row++) {
      int offset = input.offset() + row * input.stride() + column;
      with.arithmetic().binary(Operator.ADD, to, place, from, offset, to, place, count);
    }
    if (firstCheck >= 0) {
      float squares = with.squares() ? with.arithmetic().sumOfSquares(to, place, count) : 0;
      float finite = with.arithmetic().finiteness(to, place, count);
      with.checks().put(firstCheck + part, finite, squares);
    }
  }

  @Override
  public String routine() {
    return "column sums";
  }

  @Override
  public String variant() {
    return COLUMNS + " columns";
  }

  @Override
  public int parts() {
    return parts;
  }
}
