package org.gradcl.data;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/** The checks that every pass over a source makes, with the same messages. */
final class Pass {
  private Pass() {}

  /**
   * Refuses names that a source does not have.
   *
   * @throws DataException naming all that were asked for, and all there are
   */
  static void requireKnown(Set<String> known, Set<String> asked) {
    if (!known.containsAll(asked)) {
      throw new DataException("Asked for the arrays " + asked + ", the source has " + known);
    }
  }

  /**
   * Refuses to go beyond the end of a pass.
   *
   * @throws DataException if fewer samples are left than were asked for
   */
  static void requireLeft(int rows, long position, long samples) {
    if (rows < 1 || rows > samples - position) {
      throw new DataException(
          String.format(
              "Asked for %d samples, %d of %d are left in this pass",
              rows, samples - position, samples));
    }
  }

  /**
   * Refuses a position outside of a pass.
   *
   * @throws DataException if a pass has no such position
   */
  static void requirePlace(long sample, long samples) {
    if (sample < 0 || sample > samples) {
      throw new DataException(
          "Cannot seek to sample " + sample + ": the pass has " + samples + " samples");
    }
  }

  /**
   * Fills from a cursor, which must then have moved by these samples: otherwise the buffers would
   * still hold earlier samples.
   *
   * @param source for the message
   * @throws DataException if it gave another number of samples
   */
  static void fillExactly(
      BatchCursor cursor, int rows, Map<String, FloatBuffer> buffers, BatchSource source) {
    long first = cursor.position();
    cursor.fill(rows, buffers);
    if (cursor.position() - first != rows) {
      throw new DataException(
          String.format(
              "The source %s was asked for %d samples from sample %d of the pass (from 0) on and"
                  + " gave %d, by its position; it must give as many samples as it says that it"
                  + " has, and move behind them",
              source, rows, first, cursor.position() - first));
    }
  }

  /**
   * Refuses to shuffle if a source below can't seek.
   *
   * @throws UnsupportedBySourceException naming both
   */
  static void requireSeekable(BatchSource whole, BatchSource part) {
    if (!part.capabilities().contains(Capability.SEEKABLE)) {
      throw UnsupportedBySourceException.shuffling(whole, part);
    }
  }
}
