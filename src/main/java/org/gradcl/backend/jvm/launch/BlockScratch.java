package org.gradcl.backend.jvm.launch;

/**
 * The working memory of one thread for one {@link BlockProgram}: registers of a block each, and
 * where the program's variables are read.
 */
final class BlockScratch {
  /** For each variable read an element: the array and the place of the segment's first element. */
  final float[][] arrays;

  final int[] offsets;

  /** For each variable read a row: its value. */
  final float[] rowValues;

  final float[][] registers;

  /** What the registers of uniform instructions are filled with, as bits, so as not to repeat. */
  final int[] filled;

  final boolean[] everFilled;

  BlockScratch(int variables, int registers, int instructions) {
    this.arrays = new float[variables][];
    this.offsets = new int[variables];
    this.rowValues = new float[variables];
    this.registers = new float[registers][BlockProgram.BLOCK];
    this.filled = new int[instructions];
    this.everFilled = new boolean[instructions];
  }

  /** Where a variable is read from for the segment that comes. */
  void elements(int variable, float[] array, int offset) {
    arrays[variable] = array;
    offsets[variable] = offset;
  }
}
