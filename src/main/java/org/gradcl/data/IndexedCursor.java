package org.gradcl.data;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/** A pass over an {@link IndexedSource}. */
final class IndexedCursor implements BatchCursor {
  private final IndexedSource source;
  private final Set<String> names;
  private final int[] permutation;
  private long position;

  /** A pass in the order of a permutation, or that of the data if it is null. */
  IndexedCursor(IndexedSource source, int[] permutation) {
    this.source = source;
    this.names = source.sampleShapes().keySet();
    this.permutation = permutation;
  }

  @Override
  public void fill(int rows, Map<String, FloatBuffer> buffers) {
    Pass.requireLeft(rows, position, source.samples());
    Pass.requireKnown(names, buffers.keySet());
    for (int row = 0; row < rows; row++) {
      int place = (int) position + row;
      source.put(permutation == null ? place : permutation[place], row, buffers);
    }
    position += rows;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void seek(long sample) {
    Pass.requirePlace(sample, source.samples());
    position = sample;
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "a pass over " + source;
  }
}
