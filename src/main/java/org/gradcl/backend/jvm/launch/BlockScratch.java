package org.gradcl.backend.jvm.launch;

import org.gradcl.backend.jvm.product.Tile;

/** The working memory of one thread for one {@link BlockProgram}. */
final class BlockScratch {
  /** The number of the thread. */
  final int thread;

  /** One block each. */
  final float[][] registers;

  /** A block for what is needed in passing. */
  final float[] temporary = new float[ElementBlock.ELEMENTS];

  /** The rows of the block that is computed, as if it had one column. */
  final ElementBlock ofRows = new ElementBlock();

  /** For each instruction whose register lasts: what the register was filled for. */
  final Filling[] fillings;

  /** The results of row reductions, by reduction and row, from {@link #reducedRow} on. */
  float[][] reduced;

  int reducedRow;

  /** The tile of a product whose epilogue is computed, and the domain row of its first row. */
  Tile tile;

  int tileRow;

  /** What a register that lasts from block to block was filled for. */
  static final class Filling {
    long launch = -1;
    int bits;
    int column;
    int columns;
    int rows;
  }

  BlockScratch(int thread, int registerCount, int instructions) {
    this.thread = thread;
    registers = new float[registerCount][ElementBlock.ELEMENTS];
    fillings = new Filling[instructions];
    for (int i = 0; i < instructions; i++) {
      fillings[i] = new Filling();
    }
  }
}
