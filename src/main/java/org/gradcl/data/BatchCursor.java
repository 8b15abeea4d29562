package org.gradcl.data;

import java.nio.FloatBuffer;
import java.util.Map;

/**
 * One pass over the samples of a {@link BatchSource}. Used by one thread at a time; whoever opened
 * it closes it.
 */
public interface BatchCursor extends AutoCloseable {

  /**
   * Writes the next {@code rows} samples and moves behind them.
   *
   * <p>Layout: row major, one sample after the other. The array of the i-th of these samples, with
   * n elements, goes to the indices i·n … i·n + n − 1 of the buffer of its name, counted from index
   * 0 whatever the buffer's position. Use absolute puts; neither position nor limit may change, and
   * nothing may be written behind {@code rows}·n. The buffers are often direct memory and belong to
   * the caller: do not keep them.
   *
   * <p>The caller passes the buffers it needs: a prediction asks only for the input. A name that
   * the source does not have is an error. This method is called in each step, so it should not
   * allocate.
   *
   * @param rows how many samples, at least 1 and at most what is left of the pass
   * @param buffers where to, by name; each has room for {@code rows} samples
   * @throws DataException if more samples are asked for than are left, a name is unknown, or the
   *     data turns out to be unusable
   * @throws java.io.UncheckedIOException if the data cannot be read
   */
  void fill(int rows, Map<String, FloatBuffer> buffers);

  /**
   * {@return the number of samples of this pass that were read: the index of the next in its order}
   */
  long position();

  /**
   * Moves to a position in the order of this pass, so that the next sample is the one that would
   * follow after {@code sample} samples. Unless overridden it refuses to.
   *
   * @param sample from 0 to the number of samples
   * @throws UnsupportedBySourceException unless the source is {@link Capability#SEEKABLE}
   * @throws DataException if there is no such position
   */
  default void seek(long sample) {
    throw UnsupportedBySourceException.seeking(this);
  }

  /** Frees what the pass holds; later calls do nothing. */
  @Override
  void close();
}
