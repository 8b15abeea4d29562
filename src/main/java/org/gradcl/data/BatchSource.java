package org.gradcl.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.gradcl.tensor.Shape;

/**
 * A finite source of samples with names and shapes, for training, validation and prediction.
 *
 * <p>A source has {@link #samples} samples; each consists of one or more named arrays of float32
 * numbers with the shapes of {@link #sampleShapes}. The names of a model with one input and one
 * target are {@link #INPUT} and {@link #TARGET}; a model of several inputs or targets reads each by
 * the name that it has there. One pass over the samples is a {@link BatchCursor}, which writes
 * batches straight into the memory that goes to the device. For data in memory use {@link
 * ArrayDataSet}; for data that does not fit, comes over a network or is generated, write your own:
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
 * <p>A source is opened once for each epoch, and several cursors may be open at the same time
 * (training and validation over one source). It must be safe for use by several threads. Each
 * cursor is used by one thread at a time.
 *
 * <p>Resuming and comparing runs depend on one promise, {@link Capability#REPEATABLE}: opened twice
 * with an equal order, a source gives the same samples in the same order. A source that cannot
 * promise this, or that can do more, overrides {@link #capabilities}.
 *
 * <p>{@link #map}, {@link #take}, {@link #split} and {@link #concat} make new sources of existing
 * ones; they copy nothing and read on demand. The new source can be shuffled and resumed within an
 * epoch if all sources below it are {@link Capability#SEEKABLE}, as an {@link ArrayDataSet} is.
 */
public interface BatchSource {
  /** The conventional name of a model's inputs. */
  String INPUT = "input";

  /** The conventional name of the targets. */
  String TARGET = "target";

  /**
   * The target of a sample whose class a model does not know, where targets are indices of classes.
   * A model can be evaluated on such a sample, but not trained: no prediction is correct, and the
   * loss is that of the predicted class.
   */
  int UNSEEN_CLASS = -1;

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

  /**
   * {@return the abilities of this source beyond giving its samples in order; always the same}
   * Unless overridden, it is only repeatable.
   */
  default Set<Capability> capabilities() {
    return Set.of(Capability.REPEATABLE);
  }

  /**
   * {@return the samples after a function, in arrays of the same names and shapes} As {@link
   * #map(Map, UnaryOperator)}.
   *
   * @param function from a sample to a sample
   */
  default BatchSource map(UnaryOperator<Sample> function) {
    return map(sampleShapes(), function);
  }

  /**
   * {@return the samples after a function}
   *
   * <p>The function is called each time that a sample is read, in the order of the pass and perhaps
   * by several threads. Its result must depend only on its sample: a function that draws random
   * numbers, for example, gives other results in each pass, so that runs can be neither repeated
   * nor resumed ({@link #augment} gives it numbers that can). If it throws, returns null or returns
   * other arrays than stated, reading ends with a {@link DataException} that names the sample.
   *
   * @param shapes of the function's results, by name and without the batch axis
   * @param function from a sample to a sample
   * @throws DataException if there are no shapes
   */
  default BatchSource map(Map<String, Shape> shapes, UnaryOperator<Sample> function) {
    return new MappedSource(this, shapes, function);
  }

  /**
   * {@return the samples with another name for one of their arrays, by which a model or a loss
   * reads it}
   *
   * @param before its name so far
   * @param after its name from then on
   * @throws DataException if there is no array of the one name, or already one of the other
   */
  default BatchSource rename(String before, String after) {
    return new RenamedSource(this, before, after);
  }

  /**
   * {@return the samples, changed at random in each pass} Every random number depends on the seed,
   * the epoch, the number of the sample and the augmentation's place in the list alone, so that
   * runs can be repeated and resumed, with any number of threads. Sources that are augmented twice
   * take different seeds.
   *
   * <p>Give training data, not what is validated or predicted: a pass in the order of the data
   * itself is the one of epoch 0 each time.
   *
   * @param seed any number
   * @param augmentations in the order in which they are applied
   * @throws DataException if there are none, or one can't take samples of these arrays
   * @throws UnsupportedBySourceException if one needs other samples and this source can't seek
   */
  default BatchSource augment(long seed, Augmentation... augmentations) {
    return new AugmentedSource(this, seed, List.of(augmentations));
  }

  /**
   * {@return the first samples, in the order of the data, or all if there are fewer} A shuffled
   * pass shuffles these samples.
   *
   * @param most how many, at least 1
   * @throws DataException if it is below 1
   */
  default BatchSource take(long most) {
    return new TakenSource(this, most);
  }

  /**
   * {@return the samples in two parts: round(samples · fraction) that the seed chooses, and the
   * rest} Each sample is in exactly one part, in which the order is that of the data; the same seed
   * and number of samples give the same parts. The choice of the part does not depend on a sample's
   * values or class.
   *
   * <p>Where this source can't seek, a pass over one part reads the samples of the other, too.
   *
   * @param fraction of the samples that the first part has, above 0 and below 1
   * @param seed any number
   * @throws DataException if the fraction lies outside its range or leaves a part empty, or there
   *     are more samples than an array can hold
   * @throws UnsupportedBySourceException if this source is not {@link Capability#REPEATABLE}
   */
  default SourceSplit split(double fraction, long seed) {
    return PartOfSource.split(this, fraction, seed);
  }

  /**
   * {@return the samples of this source, followed by those of others} A shuffled pass mixes them.
   *
   * @param next whose samples have the same arrays
   * @param more likewise
   * @throws DataException if a source has arrays of other names or shapes; the message has both
   */
  default BatchSource concat(BatchSource next, BatchSource... more) {
    List<BatchSource> parts = new ArrayList<>(List.of(this));
    parts.add(Objects.requireNonNull(next, "next"));
    for (BatchSource source : more) {
      parts.add(Objects.requireNonNull(source, "more"));
    }
    return new ConcatenatedSource(parts);
  }
}
