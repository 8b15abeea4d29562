package org.gradcl.backend.jvm.launch;

import org.gradcl.backend.jvm.team.Task;
import org.gradcl.plan.Launch;

/** Scalar expressions over a domain, cut as {@link SumPieces} says. */
final class MapRunner implements Runner {
  private final Launch.MapElements launch;
  private final Launching with;
  private final Elements elements;
  private final PartialSums sums;
  private final Block[] blocks;
  private final CheckSum[] checkSums;
  private final int columns;
  private final int total;
  private final SumPieces pieces;
  private final Task task = this::piece;

  MapRunner(Launch.MapElements launch, int partials, Launching with) {
    this.launch = launch;
    this.with = with;
    elements =
        new Elements(
            launch.tape(),
            launch.operands(),
            launch.stores(),
            launch.phase(),
            launch.columns(),
            with);
    total = Math.multiplyExact(launch.rows(), launch.columns());
    columns = elements.isFlat() ? total : launch.columns();
    sums = new PartialSums(launch.sums(), total, partials, with);
    boolean checked = launch.checked() || launch.beginsStep();
    pieces = new SumPieces(sums, total, total, checked, with);
    blocks = new Block[with.team().threads()];
    checkSums = new CheckSum[blocks.length];
    for (int thread = 0; thread < blocks.length; thread++) {
      blocks[thread] = new Block();
      checkSums[thread] = new CheckSum(with);
    }
  }

  @Override
  public void run() {
    elements.begin();
    with.run(task, pieces.count(), (long) total * elements.cost());
    if (launch.beginsStep()) {
      with.memory().current.copyFrom(with.memory().next);
    }
  }

  private void piece(int piece, int thread) {
    Block block = blocks[thread];
    CheckSum check = checkSums[thread];
    pieces.begin(piece, check);
    block.beginElements(pieces.begin(piece), pieces.begin(piece + 1), columns);
    while (block.next()) {
      elements.compute(block, thread);
      sums.add(elements, block.firstElement(), block.size(), thread);
      elements.store(block, thread, launch.checked() ? check : null);
    }
    pieces.end(piece, check);
  }

  @Override
  public String routine() {
    return "map";
  }

  @Override
  public String variant() {
    return "blocks of " + Block.ELEMENTS;
  }

  @Override
  public int pieces() {
    return pieces.count();
  }
}
