package org.gradcl.data;

/**
 * An ability of a {@link BatchSource} beyond giving its samples one after the other. Whoever reads
 * a source asks for what it needs and refuses what can't give it.
 */
public enum Capability {
  /**
   * Opened twice with an equal order, it gives the same samples in the same order. A run over such
   * a source can be repeated and resumed within an epoch, and the source can be split.
   */
  REPEATABLE,

  /**
   * Its cursors can {@link BatchCursor#seek} to any place, forwards and backwards, in little time.
   * Resuming within an epoch needs it, and so does shuffling what was taken, split or concatenated.
   */
  SEEKABLE,

  /**
   * Its cursors copy from memory and do not wait. A fit then fills its batches on its own thread,
   * where it fills those of other sources on another thread, one ahead. Targets that are indices of
   * classes are all looked at before the first step, where those of other sources are looked at as
   * they come.
   */
  IN_MEMORY,

  /**
   * All its numbers are known to be finite. Nobody looks at them again: a NaN that comes all the
   * same may end in a wrong figure.
   */
  FINITE
}
