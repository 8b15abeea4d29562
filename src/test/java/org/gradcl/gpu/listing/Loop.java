package org.gradcl.gpu.listing;

/**
 * A loop: the instructions from a label to the last branch back to it.
 *
 * @param first index of its first instruction
 * @param last index of its last
 */
public record Loop(int first, int last) {
  /** Whether another loop lies within this one. */
  public boolean holds(Loop other) {
    return !equals(other) && first <= other.first && other.last <= last;
  }

  /** Whether an instruction lies within this loop. */
  public boolean holds(int index) {
    return first <= index && index <= last;
  }
}
