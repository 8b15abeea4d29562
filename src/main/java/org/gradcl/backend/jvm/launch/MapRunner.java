package org.gradcl.backend.jvm.launch;

import org.gradcl.backend.jvm.team.Task;
import org.gradcl.plan.Launch;

/**
 * Scalar expressions over a domain. The pieces of the work are the ranges of the partial sums, or
 * the whole of a small domain: fixed by its size, so that no sum depends on the number of threads.
 */
final class MapRunner implements Runner {
  /** Up to this many elements are one piece. */
  private static final int SMALL = 4 * Block.ELEMENTS;

  private final Launch.MapElements launch;
  private final Launching with;
  private final Elements elements;
  private final PartialSums sums;
  private final Block[] blocks;
  private final CheckSum[] checkSums;
  private final int columns;
  private final int total;
  private final int pieces;
  private final int firstCheck;
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
    pieces = total <= SMALL ? 1 : partials;
    boolean checks = launch.checked() || launch.beginsStep();
    firstCheck = checks ? with.checks().reserve(pieces) : -1;
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
    with.run(task, pieces, (long) total * elements.cost());
    if (launch.beginsStep()) {
      with.memory().current.copyFrom(with.memory().next);
    }
  }

  private void piece(int piece, int thread) {
    int partials = sums.partials() / pieces;
    int firstPartial = piece * partials;
    int length = partials * sums.chunk();
    int from = Math.min(piece * length, total);
    Block block = blocks[thread];
    CheckSum check = checkSums[thread];
    check.begin();
    sums.begin(firstPartial, firstPartial + partials);
    block.beginElements(from, Math.min(from + length, total), columns);
    while (block.next()) {
      elements.compute(block, thread);
      sums.add(elements, block.firstElement(), block.size(), thread);
      elements.store(block, thread, launch.checked() ? check : null);
    }
    sums.put(firstPartial, firstPartial + partials);
    if (firstCheck >= 0) {
      check.addFiniteness(sums.finiteness(firstPartial, firstPartial + partials));
      check.put(with.checks(), firstCheck + piece);
    }
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
    return pieces;
  }
}
