package org.gradcl.data;

import java.nio.FloatBuffer;
import java.util.Map;

/**
 * A pass over chosen samples of a source, in a chosen order. If the source's cursor can't seek, the
 * samples in between are read and skipped.
 */
final class GatheringCursor implements BatchCursor {
  /** The number of skipped samples that are read at a time. */
  private static final int MOST_SKIPPED = 64;

  private final BatchSource source;
  private final BatchCursor cursor;
  private final boolean seekable;
  private final int[] numbers;
  private final Scratch one;
  private final Scratch skipped;
  private int position;

  /**
   * A pass.
   *
   * @param source of the samples, read in its sequential order
   * @param numbers of the samples in the source, ascending if it can't seek
   */
  GatheringCursor(BatchSource source, int[] numbers) {
    this.source = source;
    this.seekable = source.capabilities().contains(Capability.SEEKABLE);
    this.numbers = numbers;
    this.one = new Scratch(source.sampleShapes());
    this.skipped = new Scratch(source.sampleShapes());
    this.cursor = source.open(SampleOrder.sequential());
  }

  @Override
  public void fill(int rows, Map<String, FloatBuffer> buffers) {
    Pass.requireLeft(rows, position, numbers.length);
    Map<String, FloatBuffer> sample = one.of(buffers.keySet(), 1);
    for (int row = 0; row < rows; row++) {
      moveTo(numbers[position + row], buffers);
      Pass.fillExactly(cursor, 1, sample, source);
      for (Map.Entry<String, FloatBuffer> buffer : buffers.entrySet()) {
        int elements = one.elements(buffer.getKey());
        buffer.getValue().put(row * elements, sample.get(buffer.getKey()), 0, elements);
      }
    }
    position += rows;
  }

  private void moveTo(long number, Map<String, FloatBuffer> buffers) {
    if (cursor.position() != number && seekable) {
      cursor.seek(number);
    }
    while (cursor.position() < number) {
      int rows = (int) Math.min(MOST_SKIPPED, number - cursor.position());
      Pass.fillExactly(cursor, rows, skipped.of(buffers.keySet(), rows), source);
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void seek(long sample) {
    if (!seekable) {
      throw UnsupportedBySourceException.seeking(this);
    }
    Pass.requirePlace(sample, numbers.length);
    position = (int) sample;
  }

  @Override
  public void close() {
    cursor.close();
  }

  @Override
  public String toString() {
    return "a pass over samples of " + source;
  }
}
