package org.gradcl.backend.jvm.launch;

/** How a variable of a tape comes into a register. */
@FunctionalInterface
interface Load {
  /**
   * Writes the variable's numbers for a block.
   *
   * @param block which elements
   * @param register where to, from index 0
   * @param scratch of the thread
   */
  void load(Block block, float[] register, BlockScratch scratch);
}
