package org.gradcl.data;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pass over a {@link ConcatenatedSource}. A part is opened when the pass reaches it, and closed
 * when the pass has read past it. A part that was left by seeking stays open, since a shuffled pass
 * returns to it.
 */
final class ConcatenatedCursor implements BatchCursor {
  private final List<BatchSource> parts;
  private final long[] starts;
  private final BatchCursor[] cursors;
  private final boolean seekable;
  private int part;
  private long position;

  /**
   * A pass.
   *
   * @param starts the number of the first sample of each part, and of all samples at the end
   */
  ConcatenatedCursor(List<BatchSource> parts, long[] starts) {
    this.parts = parts;
    this.starts = starts;
    this.cursors = new BatchCursor[parts.size()];
    this.seekable =
        parts.stream().allMatch(each -> each.capabilities().contains(Capability.SEEKABLE));
  }

  @Override
  public void fill(int rows, Map<String, FloatBuffer> buffers) {
    Pass.requireLeft(rows, position, starts[parts.size()]);
    Pass.requireKnown(parts.get(0).sampleShapes().keySet(), buffers.keySet());
    for (int filled = 0; filled < rows; ) {
      while (position == starts[part + 1]) {
        close(part++);
      }
      int here = (int) Math.min(rows - filled, starts[part + 1] - position);
      Map<String, FloatBuffer> places = here == rows ? buffers : behind(filled, buffers);
      Pass.fillExactly(cursor(), here, places, parts.get(part));
      filled += here;
      position += here;
    }
  }

  /** The buffers without the samples at their beginning. */
  private Map<String, FloatBuffer> behind(int samples, Map<String, FloatBuffer> buffers) {
    Map<String, FloatBuffer> behind = new LinkedHashMap<>();
    buffers.forEach(
        (name, buffer) -> {
          int from = samples * parts.get(0).sampleShapes().get(name).elements();
          behind.put(name, buffer.slice(from, buffer.limit() - from));
        });
    return behind;
  }

  /** The pass over the present part, at the present position. */
  private BatchCursor cursor() {
    if (cursors[part] == null) {
      cursors[part] = parts.get(part).open(SampleOrder.sequential());
    }
    BatchCursor cursor = cursors[part];
    if (cursor.position() != position - starts[part]) {
      cursor.seek(position - starts[part]);
    }
    return cursor;
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
    Pass.requirePlace(sample, starts[parts.size()]);
    position = sample;
    part = 0;
    while (part < parts.size() - 1 && position >= starts[part + 1]) {
      part++;
    }
  }

  private void close(int number) {
    if (cursors[number] != null) {
      cursors[number].close();
      cursors[number] = null;
    }
  }

  /** Closes every open part, even if one of them fails to close. */
  @Override
  public void close() {
    RuntimeException failure = null;
    for (int i = 0; i < cursors.length; i++) {
      try {
        close(i);
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public String toString() {
    return "a pass over " + parts;
  }
}
