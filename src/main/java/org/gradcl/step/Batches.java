package org.gradcl.step;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gradcl.graph.Graph;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/** Code that training and inference steps share. */
final class Batches {
  private Batches() {}

  /** Arrays of a batch, added to a graph in the order of their names. */
  static SortedMap<String, Value> inputs(Graph graph, int batch, Map<String, InputSpec> specs) {
    SortedMap<String, Value> inputs = new TreeMap<>();
    new TreeMap<>(specs)
        .forEach((name, spec) -> inputs.put(name, graph.input(name, shape(batch, spec.shape()))));
    return inputs;
  }

  /** The shape of a batch of samples. */
  private static Shape shape(int batch, Shape sample) {
    if (batch < 1) {
      throw new IllegalArgumentException("A batch has at least one sample, asked for " + batch);
    }
    return sample.batch(batch);
  }

  /** The labelled values of some names. */
  static Map<String, Value> labelled(Graph graph, Collection<String> names) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (String name : names) {
      Value value = graph.labelled().get(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "This step has no value named '"
                + name
                + "'; known are "
                + String.join(", ", graph.labelled().keySet()));
      }
      values.put(name, value);
    }
    return values;
  }
}
