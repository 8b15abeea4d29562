package org.gradcl.train.parity;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Value;
import org.gradcl.nn.Model;
import org.gradcl.nn.Scope;

/**
 * A model that a recorded trajectory describes node by node.
 *
 * @param inputs by name
 * @param nodes in order
 * @param outputs the names of nodes
 */
record RecordedModel(Map<String, InputSpec> inputs, List<RecordedNode> nodes, List<String> outputs)
    implements Model {
  /** Copies the collections. */
  RecordedModel {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    nodes = List.copyOf(nodes);
    outputs = List.copyOf(outputs);
  }

  @Override
  public Map<String, Value> append(Scope scope, Map<String, Value> batch) {
    Map<String, Value> values = new HashMap<>(batch);
    for (RecordedNode node : nodes) {
      List<Value> read = node.inputs().stream().map(values::get).toList();
      Value value =
          node.shared()
              ? scope.shared(node.scope(), node.what(), s -> node.operation().append(s, read))
              : scope.within(node.scope(), node.what(), s -> node.operation().append(s, read));
      values.put(node.name(), node.checked(value));
    }
    Map<String, Value> chosen = new LinkedHashMap<>();
    outputs.forEach(name -> chosen.put(name, values.get(name)));
    return chosen;
  }

  @Override
  public String describe() {
    return "recorded model";
  }
}
