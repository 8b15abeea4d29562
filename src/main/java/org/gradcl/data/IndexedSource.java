package org.gradcl.data;

import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * A source that can give each of its samples by its number, such as files of a folder or windows
 * over a long text: it has only to say how. Passes shuffle, seek and are repeatable.
 *
 * <pre>{@code
 * final class Squares extends IndexedSource {
 *   public long samples() {
 *     return 1000;
 *   }
 *
 *   public Map<String, Shape> sampleShapes() {
 *     return Map.of(INPUT, Shape.of(1), TARGET, Shape.of(1));
 *   }
 *
 *   protected void put(int sample, int row, Map<String, FloatBuffer> buffers) {
 *     put(buffers.get(INPUT), row, sample);
 *     put(buffers.get(TARGET), row, (float) sample * sample);
 *   }
 * }
 * }</pre>
 *
 * <p>Must be safe for use by several threads: {@link #put(int, int, Map)} may be called by several
 * at a time.
 */
public abstract class IndexedSource implements BatchSource {
  private static final Set<Capability> CAPABILITIES =
      Collections.unmodifiableSet(EnumSet.of(Capability.REPEATABLE, Capability.SEEKABLE));

  /** For subclasses. */
  protected IndexedSource() {}

  /**
   * Writes a sample into a row of a batch: n numbers of an array go to the indices row·n … row·n +
   * n − 1 of the buffer of its name, whatever its position.
   *
   * @param sample its number, from 0
   * @param row of the batch, from 0
   * @param buffers of those arrays that are asked for; do not keep them
   * @throws DataException if the sample turns out to be unusable
   */
  protected abstract void put(int sample, int row, Map<String, FloatBuffer> buffers);

  /**
   * Writes one sample's numbers into a row of a batch.
   *
   * @param buffer of an array; null if the array is not asked for
   * @param row of the batch, from 0
   * @param values all numbers of the array, row major
   */
  protected static void put(FloatBuffer buffer, int row, float... values) {
    if (buffer != null) {
      buffer.put(row * values.length, values);
    }
  }

  /** It is repeatable and can seek; override it for more. */
  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public BatchCursor open(SampleOrder order) {
    return new IndexedCursor(this, order.isShuffled() ? order.permutation(samples()) : null);
  }
}
