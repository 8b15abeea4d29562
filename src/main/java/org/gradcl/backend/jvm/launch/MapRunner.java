package org.gradcl.backend.jvm.launch;

import org.gradcl.backend.jvm.team.Task;
import org.gradcl.plan.MapLaunch;

/** Scalar expressions over a domain, cut as {@link SumPieces} says. */
final class MapRunner implements RowsInBlocks {
  private final MapLaunch launch;
  private final RunnerContext context;
  private final BoundTape elements;
  private final BatchSums sums;
  private final ElementBlock[] blocks;
  private final CheckSum[] checkSums;
  private final int columns;
  private final int total;
  private final SumPieces pieces;
  private final Task task = this::piece;

  MapRunner(MapLaunch launch, RunnerContext context) {
    this.launch = launch;
    this.context = context;
    elements =
        new BoundTape(
            launch.tape(),
            launch.operands(),
            launch.stores(),
            launch.recordCopy(),
            launch.columns(),
            context);
    total = Math.multiplyExact(launch.rows(), launch.columns());
    columns = launch.isFlat() ? total : launch.columns();
    boolean sumsNothing = launch.sums().isEmpty() && !launch.checked();
    pieces =
        sumsNothing
            ? SumPieces.ofElements(total, elements.cost(), context)
            : new SumPieces(total, total, launch.checked(), context);
    sums = new BatchSums(launch.sums(), pieces.count(), context);
    blocks = new ElementBlock[context.team().threads()];
    checkSums = new CheckSum[blocks.length];
    for (int thread = 0; thread < blocks.length; thread++) {
      blocks[thread] = new ElementBlock();
      checkSums[thread] = new CheckSum(context);
    }
  }

  @Override
  public void run() {
    elements.begin();
    context.run(task, pieces.count(), (long) total * elements.cost());
    sums.fold();
    if (launch.beginsStep()) {
      context.memory().current.copyFrom(context.memory().next);
    }
  }

  @Override
  public int mostRows() {
    return launch.sums().isEmpty() && !launch.checked() ? Integer.MAX_VALUE : 0;
  }

  @Override
  public void begin() {
    elements.begin();
  }

  @Override
  public void run(int first, int end, int thread) {
    ElementBlock block = blocks[thread];
    block.beginElements(first * launch.columns(), end * launch.columns(), columns);
    while (block.next()) {
      elements.compute(block, thread);
      elements.store(block, thread, null);
    }
  }

  private void piece(int piece, int thread) {
    ElementBlock block = blocks[thread];
    CheckSum check = checkSums[thread];
    check.begin();
    sums.begin(piece);
    block.beginElements(pieces.begin(piece), pieces.begin(piece + 1), columns);
    while (block.next()) {
      elements.compute(block, thread);
      sums.add(elements, block.size(), piece, thread);
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
    return "blocks of " + ElementBlock.ELEMENTS;
  }

  @Override
  public int pieces() {
    return pieces.count();
  }
}
