package org.gradcl.data;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.gradcl.tensor.Shape;

/** A pass over a {@link MappedSource}. */
final class MappedCursor implements BatchCursor {
  private final BatchCursor cursor;
  private final SampleScratch given;
  private final MappedResult result;
  private final UnaryOperator<Sample> function;
  private final BatchSource source;

  /**
   * A pass.
   *
   * @param cursor of the source that is mapped; closed with this pass
   * @param shapes of the function's results
   * @param source that is mapped; the function receives all its arrays, whichever are asked for
   */
  MappedCursor(
      BatchCursor cursor,
      Map<String, Shape> shapes,
      UnaryOperator<Sample> function,
      BatchSource source) {
    this.cursor = cursor;
    this.given = new SampleScratch(source.sampleShapes());
    this.result = new MappedResult(shapes, "map(shapes, function)");
    this.function = function;
    this.source = source;
  }

  @Override
  public void fill(int rows, Map<String, FloatBuffer> buffers) {
    result.requireKnown(buffers);
    long first = cursor.position();
    given.fill(cursor, rows, source);
    for (int row = 0; row < rows; row++) {
      Sample sample = given.sample(row);
      long number = first + row;
      result.put(
          () -> function.apply(sample),
          () ->
              String.format(
                  "The function that maps %s, given sample %d of the pass (from 0),",
                  source, number),
          row,
          buffers);
    }
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
    return cursor + ", mapped";
  }
}
