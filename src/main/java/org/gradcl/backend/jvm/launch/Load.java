package org.gradcl.backend.jvm.launch;

/** The ways in which a variable of a tape gets into a register. */
@FunctionalInterface
interface Load {
  /**
   * Writes the variable's numbers for a block.
   *
   * @param block which elements
   * @param register where to, from index 0
   * @param scratch of the thread
   */
  void load(ElementBlock block, float[] register, BlockScratch scratch);

  /** Along what the numbers differ; not {@link Varies#NOWHERE}, which is not read by blocks. */
  default Varies varies() {
    return Varies.BY_ELEMENT;
  }

  /** How long it takes for an element, in additions, roughly. */
  default int cost() {
    return 1;
  }
}
