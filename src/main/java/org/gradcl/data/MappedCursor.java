package org.gradcl.data;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.gradcl.tensor.Shape;

/** A pass over a {@link MappedSource}. */
final class MappedCursor implements BatchCursor {
  private final BatchCursor cursor;
  private final Scratch given;
  private final Map<String, Shape> shapes;
  private final UnaryOperator<Sample> function;
  private final BatchSource source;

  /**
   * A pass.
   *
   * @param cursor of the source that is mapped; closed with this pass
   * @param given the shapes of its arrays; the function receives all of them, whichever are asked
   *     for
   * @param shapes of the function's results
   * @param source that is mapped, for messages
   */
  MappedCursor(
      BatchCursor cursor,
      Map<String, Shape> given,
      Map<String, Shape> shapes,
      UnaryOperator<Sample> function,
      BatchSource source) {
    this.cursor = cursor;
    this.given = new Scratch(given);
    this.shapes = shapes;
    this.function = function;
    this.source = source;
  }

  @Override
  public void fill(int rows, Map<String, FloatBuffer> buffers) {
    Pass.requireKnown(shapes.keySet(), buffers.keySet());
    long first = cursor.position();
    Map<String, FloatBuffer> samples = given.ofAll(rows);
    Pass.fillExactly(cursor, rows, samples, source);
    for (int row = 0; row < rows; row++) {
      Sample mapped = apply(sample(samples, row), first + row);
      for (Map.Entry<String, FloatBuffer> buffer : buffers.entrySet()) {
        float[] values = mapped.get(buffer.getKey());
        buffer.getValue().put(row * values.length, values);
      }
    }
  }

  private Sample sample(Map<String, FloatBuffer> samples, int row) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    samples.forEach(
        (name, buffer) -> {
          float[] values = new float[given.elements(name)];
          buffer.get(row * values.length, values);
          arrays.put(name, values);
        });
    return Sample.of(arrays);
  }

  private Sample apply(Sample sample, long number) {
    Sample mapped;
    try {
      mapped = function.apply(sample);
    } catch (RuntimeException e) {
      throw new DataException(of(number) + " failed: " + e, e);
    }
    if (mapped == null) {
      throw new DataException(of(number) + " gave null; it must give a sample");
    }
    if (!mapped.names().equals(shapes.keySet())) {
      throw new DataException(
          String.format(
              "%s gave the arrays %s, by their shapes there should be %s; let it give these, or"
                  + " state the shapes of what it gives: map(shapes, function)",
              of(number), mapped.names(), shapes.keySet()));
    }
    shapes.forEach(
        (name, shape) -> {
          if (mapped.get(name).length != shape.elements()) {
            throw new DataException(
                String.format(
                    "%s gave %d numbers as '%s', whose shape %s has %d; let it give as many, or"
                        + " state the shapes of what it gives: map(shapes, function)",
                    of(number), mapped.get(name).length, name, shape, shape.elements()));
          }
        });
    return mapped;
  }

  private String of(long number) {
    return String.format(
        "The function that maps %s, given sample %d of the pass (from 0),", source, number);
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
