package org.gradcl.train.parity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gradcl.tensor.Shape;

/** Reads the nodes of a recorded model. Errors name the node. */
final class RecordedNodes {
  /** Settings of a node that name an input. */
  private static final List<String> INPUTS_BY_SETTING = List.of("lengths", "key_padding_mask");

  /**
   * The values before a node: the inputs, and the earlier nodes with whose parameters they have.
   */
  private final Map<String, String> scopes = new LinkedHashMap<>();

  private final Set<String> inputs;

  private RecordedNodes(Set<String> inputs) {
    this.inputs = inputs;
  }

  /**
   * The nodes, in order.
   *
   * @param inputs the names of the model's
   */
  static List<RecordedNode> of(List<Specification> given, Set<String> inputs) throws IOException {
    RecordedNodes reader = new RecordedNodes(inputs);
    List<RecordedNode> nodes = new ArrayList<>();
    for (Specification node : given) {
      String name = node.text("name");
      try {
        nodes.add(reader.node(name, node));
      } catch (IOException | IllegalArgumentException e) {
        throw new IOException("its node '" + name + "': " + e.getMessage(), e);
      }
    }
    Map<String, Long> uses =
        nodes.stream().collect(Collectors.groupingBy(RecordedNode::scope, Collectors.counting()));
    return nodes.stream().map(node -> node.asShared(uses.get(node.scope()) > 1)).toList();
  }

  private RecordedNode node(String name, Specification node) throws IOException {
    if (scopes.containsKey(name) || inputs.contains(name)) {
      throw new IOException("there is another value of this name; give one of them a new one");
    }
    String what = node.text("op");
    List<String> read = new ArrayList<>(node.texts("inputs"));
    RecordedOperations.requireInputs(what, read);
    for (String setting : INPUTS_BY_SETTING) {
      if (node.has(setting)) {
        read.add(node.text(setting));
      }
    }
    for (String input : read) {
      if (!scopes.containsKey(input) && !inputs.contains(input)) {
        throw new IOException("it reads '" + input + "', but before it there are " + known());
      }
    }
    String scope = node.has("shares") ? shared(node.text("shares")) : name;
    int[] extents = node.counts("shape").stream().mapToInt(extent -> extent).toArray();
    RecordedOperation operation = RecordedOperations.of(node);
    scopes.put(name, scope);
    return new RecordedNode(name, what, scope, false, read, operation, Shape.of(extents));
  }

  /** Whose parameters an earlier node has: its own, or those that it shares itself. */
  private String shared(String other) throws IOException {
    String scope = scopes.get(other);
    if (scope == null) {
      throw new IOException(
          "it shares '" + other + "', but the nodes before it are " + scopes.keySet());
    }
    return scope;
  }

  private Set<String> known() {
    Set<String> known = new TreeSet<>(inputs);
    known.addAll(scopes.keySet());
    return known;
  }
}
