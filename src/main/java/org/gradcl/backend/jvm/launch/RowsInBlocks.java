package org.gradcl.backend.jvm.launch;

/** A runner that can compute blocks of its launch's rows apart, behind each other or at a time. */
interface RowsInBlocks extends Runner {
  /**
   * The rows of a block at most, {@link Integer#MAX_VALUE} for any number, 0 where this launch can
   * not be run in blocks.
   */
  int mostRows();

  /** Does what comes before any block; the caller's thread, with the team. */
  void begin();

  /**
   * Computes a block.
   *
   * @param first row, a multiple of the rows of the launch's blocks
   * @param end behind the last row
   * @param thread of the team that does it
   */
  void run(int first, int end, int thread);
}
