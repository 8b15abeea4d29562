package org.gradcl.data;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.gradcl.random.Purpose;
import org.gradcl.random.RandomKey;
import org.gradcl.random.RandomStream;
import org.gradcl.tensor.Shape;

/** Some samples of a source, in its order. */
final class PartOfSource implements BatchSource {
  private final BatchSource source;
  private final int[] numbers;
  private final String name;

  private PartOfSource(BatchSource source, int[] numbers, String name) {
    this.source = source;
    this.numbers = numbers;
    this.name = name;
  }

  /**
   * Two parts of a source.
   *
   * @throws UnsupportedBySourceException if the parts would change from pass to pass
   * @throws DataException if the fraction leaves nothing for one of them
   */
  static SourceSplit split(BatchSource source, double fraction, long seed) {
    if (!source.capabilities().contains(Capability.REPEATABLE)) {
      throw new UnsupportedBySourceException(
          "The source "
              + source
              + " cannot be split: its passes differ, so that a sample would be in the one part in"
              + " one pass and in the other in the next; split what it is made of");
    }
    int samples = countable(source.samples());
    if (!(fraction > 0 && fraction < 1)) {
      throw new DataException(
          "The fraction of a split lies above 0 and below 1, found " + fraction);
    }
    long inFirst = Math.round(samples * fraction);
    if (inFirst == 0 || inFirst == samples) {
      throw new DataException(
          String.format(
              "The fraction %s of %d samples is %d, which leaves one part without any; choose"
                  + " another fraction, or give more samples",
              fraction, samples, inFirst));
    }
    int[] shuffled =
        new RandomStream(RandomKey.ofSeed(seed), Purpose.SPLIT, 0, 0).permutation(samples);
    int[] first = Arrays.copyOf(shuffled, (int) inFirst);
    int[] rest = Arrays.copyOfRange(shuffled, (int) inFirst, samples);
    Arrays.sort(first);
    Arrays.sort(rest);
    return new SourceSplit(
        new PartOfSource(source, first, first.length + " samples of " + source),
        new PartOfSource(source, rest, "the other " + rest.length + " samples of " + source));
  }

  private static int countable(long samples) {
    if (samples < 2 || samples > ArrayDataSet.LARGEST_ARRAY) {
      throw new DataException(
          String.format(
              "A source that is split has from 2 to %d samples, this one has %d",
              ArrayDataSet.LARGEST_ARRAY, samples));
    }
    return (int) samples;
  }

  @Override
  public long samples() {
    return numbers.length;
  }

  @Override
  public Map<String, Shape> sampleShapes() {
    return source.sampleShapes();
  }

  @Override
  public Set<Capability> capabilities() {
    return source.capabilities();
  }

  @Override
  public BatchCursor open(SampleOrder order) {
    if (!order.isShuffled()) {
      return new GatheringCursor(source, numbers);
    }
    Pass.requireSeekable(this, source);
    int[] shuffled = order.permutation(numbers.length);
    Arrays.setAll(shuffled, i -> numbers[shuffled[i]]);
    return new GatheringCursor(source, shuffled);
  }

  @Override
  public String toString() {
    return name;
  }
}
