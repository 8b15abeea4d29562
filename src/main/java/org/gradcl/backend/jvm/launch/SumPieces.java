package org.gradcl.backend.jvm.launch;

/**
 * Cuts the work of a map or row launch into pieces, by its size alone, so that no sum depends on
 * the number of threads. Each piece leaves its part of the launch's sums and, if the launch stores
 * gradients, its word of the checks.
 */
final class SumPieces {
  /** Elements that are worth waking another thread for, at least, if they cost little. */
  private static final int ELEMENTS = 4 * ElementBlock.ELEMENTS;

  /** What as many may cost, in additions. */
  private static final int COST = 12 * ELEMENTS;

  /** Pieces that keep any number of threads busy; beyond, they grow. */
  private static final int MOST = 256;

  private final CheckWords checks;
  private final int length;
  private final int count;
  private final int chunk;
  private final int firstCheck;

  /**
   * The pieces of a launch.
   *
   * @param elements of the domain
   * @param length what the pieces count: elements, or rows
   * @param checked whether each piece leaves a check
   */
  SumPieces(int elements, int length, boolean checked, RunnerContext context) {
    this(elements, ELEMENTS, length, checked, context);
  }

  private SumPieces(int elements, int ofPiece, int length, boolean checked, RunnerContext context) {
    this.checks = context.checks();
    this.length = length;
    int wanted = Math.min(MOST, Math.min(length, (elements + ofPiece - 1) / ofPiece));
    this.chunk = (length + wanted - 1) / wanted;
    this.count = (length + chunk - 1) / chunk;
    this.firstCheck = checked ? checks.reserve(count) : -1;
  }

  /**
   * The pieces of a launch that sums and checks nothing: the smaller, the more an element costs,
   * down to a block.
   *
   * @param cost of an element, in additions
   */
  static SumPieces ofElements(int elements, int cost, RunnerContext context) {
    int ofPiece = Math.max(ElementBlock.ELEMENTS, Math.min(ELEMENTS, COST / cost));
    return new SumPieces(elements, ofPiece, elements, false, context);
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /** Where a piece begins, and the one before it ends. */
  int begin(int piece) {
    return (int) Math.min((long) piece * chunk, length);
  }

  /** Leaves the check of a piece. */
  void end(int piece, CheckSum check) {
    if (firstCheck >= 0) {
      check.put(checks, firstCheck + piece);
    }
  }
}
