package org.gradcl.backend.jvm.launch;

import java.util.Arrays;
import org.gradcl.backend.jvm.team.Task;
import org.gradcl.plan.View;

/** The sum of each column of a matrix, rows added in order: the gradient of a bias. */
final class ColumnSums implements Runner {
  private final View input;
  private final View output;
  private final Launching with;
  private final int pieces;
  private final int firstCheck;
  private final float[][] sums;
  private final CheckSum[] checkSums;
  private final Task task = this::piece;

  ColumnSums(View input, View output, boolean checked, Launching with) {
    this.input = input;
    this.output = output;
    this.with = with;
    pieces = (input.columns() + Block.ELEMENTS - 1) / Block.ELEMENTS;
    firstCheck = checked ? with.checks().reserve(pieces) : -1;
    sums = new float[with.team().threads()][Block.ELEMENTS];
    checkSums = new CheckSum[sums.length];
    for (int thread = 0; thread < sums.length; thread++) {
      checkSums[thread] = new CheckSum(with);
    }
  }

  @Override
  public void run() {
    with.run(task, pieces, input.elements());
  }

  private void piece(int piece, int thread) {
    float[] from = with.memory().of(input.region());
    int column = piece * Block.ELEMENTS;
    int count = Math.min(Block.ELEMENTS, input.columns() - column);
    float[] columnSums = sums[thread];
    Arrays.fill(columnSums, 0, count, 0f);
    for (int row = 0; row < input.rows(); row++) {
      int place = input.offset() + row * input.stride() + column;
      with.arithmetic().accumulate(from, place, columnSums, count);
    }
    float[] to = with.memory().of(output.region());
    System.arraycopy(columnSums, 0, to, output.offset() + column, count);
    if (firstCheck >= 0) {
      checkSums[thread].begin();
      checkSums[thread].add(columnSums, count);
      checkSums[thread].put(with.checks(), firstCheck + piece);
    }
  }

  @Override
  public String routine() {
    return "column sums";
  }

  @Override
  public String variant() {
    return Block.ELEMENTS + " columns";
  }

  @Override
  public int pieces() {
    return pieces;
  }
}
