package org.gradcl.data;

import java.util.function.LongFunction;
import org.gradcl.random.RandomStream;

/**
 * The random numbers by which an {@link Augmentation} changes one sample in one epoch. Each call
 * gives the next; the first is the same whenever the same sample is read in the same epoch.
 *
 * <p>For one call of one augmentation; not safe for use by several threads.
 */
public final class SampleRandom {
  private static final double UNIFORM_SCALE = 0x1p-24;

  private final RandomStream stream;
  private final int sample;
  private final long samples;
  private final LongFunction<Sample> source;
  private int unit;

  /**
   * The numbers of a sample.
   *
   * @param stream of the augmentation in the epoch
   * @param sample its number
   * @param samples in the source
   * @param source gives a sample by its number
   */
  SampleRandom(RandomStream stream, int sample, long samples, LongFunction<Sample> source) {
    this.stream = stream;
    this.sample = sample;
    this.samples = samples;
    this.source = source;
  }

  /** {@return a uniform number in [0, 1), a multiple of 2⁻²⁴} */
  public float uniform() {
    return stream.uniform(sample, unit++);
  }

  /**
   * {@return true with a probability}
   *
   * @param probability from 0, never, to 1, always
   */
  public boolean chance(double probability) {
    return uniform() < probability;
  }

  /**
   * {@return a whole number from 0 to {@code bound} − 1, each as likely as any other up to 2⁻¹⁷}
   *
   * @param bound at least 1
   */
  public int below(int bound) {
    return (int) below((long) bound);
  }

  private long below(long bound) {
    double fine = (uniform() + uniform() * UNIFORM_SCALE) * bound;
    return Math.min((long) fine, bound - 1);
  }

  /** {@return a standard normal number, in float64} */
  public double normal() {
    // The numbers of an even unit and the odd one behind it are made of the same two words.
    int even = unit + 1 & ~1;
    unit = even + 2;
    return stream.normal(sample, even);
  }

  /**
   * {@return one of all samples of the source, each as likely as any other, as it was before any
   * augmentation; perhaps the same one} Only where {@link Augmentation#readsAnother} says so.
   *
   * @throws UnsupportedBySourceException if the source can't seek
   */
  public Sample another() {
    return source.apply(below(samples));
  }
}
