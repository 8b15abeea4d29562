package org.gradcl.data;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.gradcl.tensor.Shape;

/**
 * Buffers for samples between two sources; allocated when they are first needed, and again when
 * more samples are asked for than before. Used by one thread at a time.
 */
final class Scratch {
  private final Map<String, Integer> elements = new LinkedHashMap<>();
  private Map<String, FloatBuffer> buffers = Map.of();
  private int rows;

  /** For samples of arrays of the given shapes. */
  Scratch(Map<String, Shape> shapes) {
    shapes.forEach((name, shape) -> elements.put(name, shape.elements()));
  }

  /** The numbers of one sample's array. */
  int elements(String name) {
    return elements.get(name);
  }

  /** Buffers for all arrays of a number of samples. */
  Map<String, FloatBuffer> ofAll(int samples) {
    return of(elements.keySet(), samples);
  }

  /**
   * Buffers for some arrays of a number of samples.
   *
   * @throws DataException if one of the names is unknown
   */
  Map<String, FloatBuffer> of(Set<String> names, int samples) {
    if (samples > rows || !names.equals(buffers.keySet())) {
      Pass.requireKnown(elements.keySet(), names);
      Map<String, FloatBuffer> allocated = new LinkedHashMap<>();
      for (String name : names) {
        allocated.put(name, FloatBuffer.allocate(Math.multiplyExact(samples, elements(name))));
      }
      buffers = allocated;
      rows = samples;
    }
    return buffers;
  }
}
