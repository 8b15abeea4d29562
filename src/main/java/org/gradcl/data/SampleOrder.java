package org.gradcl.data;

import java.util.Objects;
import org.gradcl.random.Purpose;
import org.gradcl.random.RandomKey;
import org.gradcl.random.RandomStream;

/**
 * The order in which a pass visits the samples: one after the other, or shuffled by a key and the
 * number of the epoch. Shuffling depends on nothing else, so that it is the same on every backend
 * and after a restart.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class SampleOrder {
  private static final SampleOrder SEQUENTIAL = new SampleOrder(null, 0);

  private final RandomKey key;
  private final int epoch;

  private SampleOrder(RandomKey key, int epoch) {
    this.key = key;
    this.epoch = epoch;
  }

  /** {@return the order of the data itself} */
  public static SampleOrder sequential() {
    return SEQUENTIAL;
  }

  /**
   * {@return the order of the data itself, in one of several passes}
   *
   * @param epoch number of the pass, from 0; it counts for sources that change their samples at
   *     random
   */
  public static SampleOrder sequential(int epoch) {
    return epoch == 0 ? SEQUENTIAL : new SampleOrder(null, epoch);
  }

  /**
   * {@return an order in which every permutation is equally likely}
   *
   * @param key of the run
   * @param epoch number of the pass, from 0; each epoch has its own order
   */
  public static SampleOrder shuffled(RandomKey key, int epoch) {
    return new SampleOrder(Objects.requireNonNull(key, "key"), epoch);
  }

  /** {@return whether the order differs from that of the data} */
  public boolean isShuffled() {
    return key != null;
  }

  /** {@return the number of the pass, from 0} */
  public int epoch() {
    return epoch;
  }

  /**
   * {@return the order as a permutation: the i-th sample visited has the index {@code
   * permutation[i]} in the data} The array is the caller's. Sources of more samples than an array
   * can hold must shuffle in their own way, or refuse to.
   *
   * @param samples how many there are
   * @throws DataException if there are more samples than an array can hold
   */
  public int[] permutation(long samples) {
    if (samples < 0 || samples > ArrayDataSet.LARGEST_ARRAY) {
      throw new DataException(
          "A permutation holds at most " + ArrayDataSet.LARGEST_ARRAY + " samples, not " + samples);
    }
    if (isShuffled()) {
      return new RandomStream(key, Purpose.SHUFFLE, 0, epoch).permutation((int) samples);
    }
    int[] identity = new int[(int) samples];
    for (int i = 0; i < identity.length; i++) {
      identity[i] = i;
    }
    return identity;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SampleOrder sampleOrder
        && Objects.equals(key, sampleOrder.key)
        && epoch == sampleOrder.epoch;
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, epoch);
  }

  /**
   * For example {@code sequential}, {@code sequential, epoch 3} or {@code shuffled, seed 42, epoch
   * 3}.
   */
  @Override
  public String toString() {
    if (isShuffled()) {
      return "shuffled, seed " + key.seed() + ", epoch " + epoch;
    }
    return epoch == 0 ? "sequential" : "sequential, epoch " + epoch;
  }
}
