package org.gradcl.data;

import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.gradcl.tensor.Shape;

/**
 * What a program's function of samples must give, and where it goes.
 *
 * @param shapes of its results
 * @param method by which its shapes are stated, for messages
 */
record MappedResult(Map<String, Shape> shapes, String method) {
  /** Copies the map. */
  MappedResult {
    shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
  }

  /**
   * Refuses names that the function does not give.
   *
   * @throws DataException naming all that were asked for, and all there are
   */
  void requireKnown(Map<String, FloatBuffer> buffers) {
    Pass.requireKnown(shapes.keySet(), buffers.keySet());
  }

  /**
   * Calls the function and writes its result into a row.
   *
   * @param function of one sample
   * @param subject of messages: the function, and the sample that it was given
   * @throws DataException if it fails, or gives other arrays than stated
   */
  void put(
      Supplier<Sample> function,
      Supplier<String> subject,
      int row,
      Map<String, FloatBuffer> buffers) {
    Sample given = call(function, subject);
    for (Map.Entry<String, FloatBuffer> buffer : buffers.entrySet()) {
      float[] values = given.get(buffer.getKey());
      buffer.getValue().put(row * values.length, values);
    }
  }

  private Sample call(Supplier<Sample> function, Supplier<String> subject) {
    Sample sample;
    try {
      sample = function.get();
    } catch (RuntimeException e) {
      throw new DataException(subject.get() + " failed: " + e, e);
    }
    if (sample == null) {
      throw new DataException(subject.get() + " gave null; it must give a sample");
    }
    if (!sample.names().equals(shapes.keySet())) {
      throw new DataException(
          String.format(
              "%s gave the arrays %s, by their shapes there should be %s; let it give these, or"
                  + " state the shapes of what it gives: %s",
              subject.get(), sample.names(), shapes.keySet(), method));
    }
    shapes.forEach(
        (name, shape) -> {
          if (sample.get(name).length != shape.elements()) {
            throw new DataException(
                String.format(
                    "%s gave %d numbers as '%s', whose shape %s has %d; let it give as many, or"
                        + " state the shapes of what it gives: %s",
                    subject.get(), sample.get(name).length, name, shape, shape.elements(), method));
          }
        });
    return sample;
  }
}
