package org.gradcl.data;

/**
 * An ability of a {@link BatchSource} beyond giving its samples one after the other. The code that
 * needs an ability refuses sources without it.
 */
public enum Capability {
  /**
   * Opened twice with an equal order, it gives the same samples in the same order. A run over such
   * a source can be repeated and resumed within an epoch, and the source can be split.
   */
  REPEATABLE,

  /**
   * Its cursors can quickly {@link BatchCursor#seek} to any position, forwards and backwards.
   * Needed for resuming within an epoch, and for shuffling a source that was taken, split or
   * concatenated.
   */
  SEEKABLE,

  /**
   * Its cursors copy from memory and do not wait. A fit then fills its batches on its own thread;
   * those of other sources are filled on another thread, one ahead. Targets that are indices of
   * classes are all checked before the first step; those of other sources are checked as they are
   * read.
   */
  IN_MEMORY,

  /**
   * All its numbers are known to be finite. They are not checked again, so a NaN would lead to
   * wrong results.
   */
  FINITE
}
