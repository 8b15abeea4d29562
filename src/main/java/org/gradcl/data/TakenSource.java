package org.gradcl.data;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import org.gradcl.tensor.Shape;

/** The first samples of a source. */
final class TakenSource implements BatchSource {
  private final BatchSource source;
  private final long samples;

  /**
   * The first samples, or all if there are fewer.
   *
   * @throws DataException if none are asked for
   */
  TakenSource(BatchSource source, long most) {
    if (most < 1) {
      throw new DataException("At least 1 sample must be taken, asked for " + most);
    }
    this.source = source;
    this.samples = Math.min(most, source.samples());
  }

  @Override
  public long samples() {
    return samples;
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
      return new FirstOnly(source.open(order));
    }
    Pass.requireSeekable(this, source);
    return new GatheringCursor(source, order.permutation(samples));
  }

  @Override
  public String toString() {
    return "the first " + samples + " of " + source;
  }

  /** A pass that ends early. */
  private final class FirstOnly implements BatchCursor {
    private final BatchCursor cursor;

    FirstOnly(BatchCursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public void fill(int rows, Map<String, FloatBuffer> buffers) {
      Pass.requireLeft(rows, position(), samples);
      cursor.fill(rows, buffers);
    }

    @Override
    public long position() {
      return cursor.position();
    }

    @Override
    public void seek(long sample) {
      Pass.requirePlace(sample, samples);
      cursor.seek(sample);
    }

    @Override
    public void close() {
      cursor.close();
    }

    @Override
    public String toString() {
      return cursor.toString();
    }
  }
}
