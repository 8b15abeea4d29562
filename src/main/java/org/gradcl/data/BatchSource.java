package org.gradcl.data;

import java.util.Map;
import org.gradcl.tensor.Shape;

/**
 * A finite, named and typed supply of samples: what training, validation and prediction read.
 *
 * <p>A source has {@link #samples} samples; each consists of one or more named arrays of float32
 * numbers with the shapes of {@link #sampleShapes}. The conventional names are {@link #INPUT} and
 * {@link #TARGET}. One pass over the samples is a {@link BatchCursor}, which writes batches
 * straight into the memory that goes to the device. In memory use {@link ArrayDataSet}; for data
 * that does not fit, comes over a wire or is made up as one goes, write your own:
 *
 * <pre>{@code
 * final class SineSamples implements BatchSource {
 *   public long samples() {
 *     return 1_000_000;
 *   }
 *
 *   public Map<String, Shape> sampleShapes() {
 *     return Map.of(INPUT, Shape.of(1), TARGET, Shape.of(1));
 *   }
 *
 *   public BatchCursor open(SampleOrder order) {
 *     if (order.isShuffled()) {
 *       throw UnsupportedBySourceException.shuffling(this);
 *     }
 *     return new BatchCursor() {
 *       private final Random random = new Random(7);
 *       private long position;
 *
 *       public void fill(int rows, Map<String, FloatBuffer> buffers) {
 *         for (int row = 0; row < rows; row++) {
 *           float x = 6 * random.nextFloat();
 *           buffers.get(INPUT).put(row, x);
 *           if (buffers.containsKey(TARGET)) {
 *             buffers.get(TARGET).put(row, (float) Math.sin(x));
 *           }
 *         }
 *         position += rows;
 *       }
 *
 *       public long position() {
 *         return position;
 *       }
 *
 *       public void close() {}
 *     };
 *   }
 * }
 * }</pre>
 *
 * <p>A source may be opened again and again, once for each epoch, and several cursors may be open
 * at the same time (training and validation over one source); it must be safe to call from several
 * threads. Each cursor is used by one thread at a time.
 *
 * <p>Resuming and comparing runs rest on one promise: opened twice with an equal order, a source
 * gives the same samples in the same order. A source that cannot keep it still trains, but its runs
 * are not repeatable.
 */
public interface BatchSource {
  /** The conventional name of what a model receives. */
  String INPUT = "input";

  /** The conventional name of what a model should answer. */
  String TARGET = "target";

  /** {@return the number of samples of one pass; at least 1 and always the same} */
  long samples();

  /**
   * {@return the shape of one sample's array, by name and without the batch axis: {@code [26]} for
   * 26 numbers, {@code [28, 28]} for an image, {@code []} for a single number such as the index of
   * a class, which is a float32 number too}
   */
  Map<String, Shape> sampleShapes();

  /**
   * Starts a pass at the first sample of the given order. The caller closes the cursor.
   *
   * @param order in which the pass visits the samples
   * @return the pass, before its first sample
   * @throws UnsupportedBySourceException if the source cannot give this order
   * @throws java.io.UncheckedIOException if the data cannot be reached
   */
  BatchCursor open(SampleOrder order);
}
