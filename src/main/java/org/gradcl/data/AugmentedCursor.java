package org.gradcl.data;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.gradcl.random.Purpose;
import org.gradcl.random.RandomKey;
import org.gradcl.random.RandomStream;
import org.gradcl.tensor.Shape;

/** A pass over an {@link AugmentedSource}. */
final class AugmentedCursor implements BatchCursor {
  private final BatchSource source;
  private final BatchCursor cursor;
  private final SampleScratch given;
  private final MappedResult result;
  private final List<Augmentation> augmentations;
  private final RandomStream[] streams;
  private final SampleOrder order;
  private final int[] permutation;
  private final SampleScratch another;
  private BatchCursor others;

  AugmentedCursor(
      BatchSource source,
      Map<String, Shape> shapes,
      List<Augmentation> augmentations,
      RandomKey key,
      SampleOrder order) {
    this.source = source;
    this.given = new SampleScratch(source.sampleShapes());
    this.another = new SampleScratch(source.sampleShapes());
    this.result = new MappedResult(shapes, "Augmentation.shapes");
    this.augmentations = augmentations;
    this.order = order;
    // A sample's number is its place in the data, so that the order does not change its numbers.
    this.permutation =
        order.isShuffled() && source.samples() <= ArrayDataSet.LARGEST_ARRAY
            ? order.permutation(source.samples())
            : null;
    this.streams = new RandomStream[augmentations.size()];
    for (int i = 0; i < streams.length; i++) {
      streams[i] = new RandomStream(key, Purpose.AUGMENTATION, i, order.epoch());
    }
    this.cursor = source.open(order);
  }

  @Override
  public void fill(int rows, Map<String, FloatBuffer> buffers) {
    result.requireKnown(buffers);
    long first = cursor.position();
    given.fill(cursor, rows, source);
    for (int row = 0; row < rows; row++) {
      long place = first + row;
      Sample sample = given.sample(row);
      result.put(
          () -> augmented(sample, place),
          () ->
              String.format(
                  "An augmentation of %s, given sample %d of the pass (from 0),", source, place),
          row,
          buffers);
    }
  }

  private Sample augmented(Sample sample, long place) {
    int number = permutation == null ? (int) place : permutation[(int) place];
    Sample changed = sample;
    for (int i = 0; i < streams.length; i++) {
      SampleRandom random = new SampleRandom(streams[i], number, source.samples(), this::another);
      changed = augmentations.get(i).apply(changed, random);
    }
    return changed;
  }

  private Sample another(long number) {
    if (others == null) {
      others = source.open(SampleOrder.sequential(order.epoch()));
    }
    if (others.position() != number) {
      others.seek(number);
    }
    another.fill(others, 1, source);
    return another.sample(0);
  }

  @Override
  public long position() {
    return cursor.position();
  }

  @Override
  public void seek(long sample) {
    cursor.seek(sample);
  }

  @Override
  public void close() {
    try {
      cursor.close();
    } finally {
      if (others != null) {
        others.close();
      }
    }
  }

  @Override
  public String toString() {
    return cursor + ", augmented";
  }
}
