package org.gradcl.backend.jvm.launch;

/**
 * Cuts the work of a map or row launch into the ranges of its partial sums, or not at all if the
 * domain is small. By its size alone, so that no sum depends on the number of threads.
 *
 * <p>Each piece leaves its partial sums and, if the launch computes the loss or a gradient, its
 * word of the checks.
 */
final class SumPieces {
  /** Up to this many elements are one piece. */
  private static final int SMALL = 4 * Block.ELEMENTS;

  private final PartialSums sums;
  private final CheckWords checks;
  private final int length;
  private final int count;
  private final int firstCheck;

  /**
   * The pieces of a launch.
   *
   * @param elements of the domain
   * @param length what the sums count: elements, or rows
   * @param checked whether each piece leaves a check
   */
  SumPieces(PartialSums sums, int elements, int length, boolean checked, RunnerContext context) {
    this.sums = sums;
    this.checks = context.checks();
    this.length = length;
    this.count = elements <= SMALL ? 1 : sums.partials();
    this.firstCheck = checked ? checks.reserve(count) : -1;
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /** Where a piece begins, and the one before it ends. */
  int begin(int piece) {
    return (int) Math.min((long) firstPartial(piece) * sums.chunk(), length);
  }

  /** Begins the sums and the check of a piece. */
  void begin(int piece, CheckSum check) {
    check.begin();
    sums.begin(firstPartial(piece), firstPartial(piece + 1));
  }

  /** Leaves the sums and the check of a piece. */
  void end(int piece, CheckSum check) {
    int first = firstPartial(piece);
    int last = firstPartial(piece + 1);
    sums.put(first, last);
    if (firstCheck >= 0) {
      check.addFiniteness(sums.finiteness(first, last));
      check.put(checks, firstCheck + piece);
    }
  }

  private int firstPartial(int piece) {
    return piece * (sums.partials() / count);
  }
}
