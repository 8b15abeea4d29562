package org.gradcl.step;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Value;
import org.gradcl.nn.Mode;
import org.gradcl.nn.Model;
import org.gradcl.nn.Scope;

/** The first line of every step. */
final class Forward {
  private Forward() {}

  /** Writes a model's forward pass into a graph; its outputs are labelled with their names. */
  static Map<String, Value> of(
      Graph graph, Model model, SortedMap<String, Value> arrays, Mode mode) {
    SortedMap<String, Value> inputs = new TreeMap<>(arrays);
    inputs.keySet().retainAll(model.inputs().keySet());
    SortedMap<String, Value> outputs = new TreeMap<>(model.append(Scope.of(graph, mode), inputs));
    outputs.forEach(graph::label);
    return outputs;
  }
}
