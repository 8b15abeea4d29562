package org.gradcl.data;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcl.tensor.Shape;

/** Samples of a source, read to be handed to a function one by one. One thread at a time. */
final class SampleScratch {
  private final Scratch scratch;
  private Map<String, FloatBuffer> filled = Map.of();

  /** For samples of arrays of the given shapes; a function receives all of them. */
  SampleScratch(Map<String, Shape> shapes) {
    this.scratch = new Scratch(shapes);
  }

  /**
   * Reads the next samples of a pass.
   *
   * @throws DataException if it gives another number of them
   */
  void fill(BatchCursor cursor, int rows, BatchSource source) {
    filled = scratch.ofAll(rows);
    Pass.fillExactly(cursor, rows, filled, source);
  }

  /** One of the samples that were read, in arrays of its own. */
  Sample sample(int row) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    filled.forEach(
        (name, buffer) -> {
          float[] values = new float[scratch.elements(name)];
          buffer.get(row * values.length, values);
          arrays.put(name, values);
        });
    return Sample.of(arrays);
  }
}
