package org.gradcl.data;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.gradcl.tensor.Shape;

/** A source one of whose arrays has another name. */
final class RenamedSource implements BatchSource {
  private final BatchSource source;
  private final String before;
  private final String after;

  /**
   * A source with another name.
   *
   * @throws DataException if there is no array of the one name, or one of the other
   */
  RenamedSource(BatchSource source, String before, String after) {
    this.source = source;
    this.before = before;
    this.after = after;
    Set<String> names = source.sampleShapes().keySet();
    if (!names.contains(before) || names.contains(after)) {
      throw new DataException(
          String.format(
              "'%s' of %s can't be renamed to '%s': it has %s", before, source, after, names));
    }
  }

  @Override
  public long samples() {
    return source.samples();
  }

  @Override
  public Map<String, Shape> sampleShapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    source
        .sampleShapes()
        .forEach((name, shape) -> shapes.put(name.equals(before) ? after : name, shape));
    return shapes;
  }

  @Override
  public Set<Capability> capabilities() {
    return source.capabilities();
  }

  @Override
  public BatchCursor open(SampleOrder order) {
    return new Renamed(source.open(order));
  }

  @Override
  public String toString() {
    return source + ", " + before + " as " + after;
  }

  /** A pass whose buffers are asked for by other names. */
  private final class Renamed implements BatchCursor {
    private final BatchCursor cursor;
    private final Set<String> names = sampleShapes().keySet();

    Renamed(BatchCursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public void fill(int rows, Map<String, FloatBuffer> buffers) {
      Pass.requireKnown(names, buffers.keySet());
      Map<String, FloatBuffer> renamed = new LinkedHashMap<>(buffers);
      FloatBuffer buffer = renamed.remove(after);
      if (buffer != null) {
        renamed.put(before, buffer);
      }
      cursor.fill(rows, renamed);
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
      cursor.close();
    }

    @Override
    public String toString() {
      return cursor.toString();
    }
  }
}
