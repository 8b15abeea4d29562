package org.gradcl.nn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/** What a model has declared in a graph so far, by whole names. For one thread. */
final class Declarations {
  private record Declared(ParameterSpec spec, Value value) {}

  private final Graph graph;
  private final Mode mode;
  private final Map<String, Declared> parameters = new LinkedHashMap<>();
  private final Set<String> shared = new HashSet<>();
  private final List<Structure.Part> parts = new ArrayList<>();
  private final List<InputRange> inputRanges = new ArrayList<>();

  /** What each part yields; null where that is no value. */
  private final List<Value> yields = new ArrayList<>();

  Declarations(Graph graph, Mode mode) {
    this.graph = graph;
    this.mode = mode;
  }

  Graph graph() {
    return graph;
  }

  Mode mode() {
    return mode;
  }

  /** Whether this is the first time that a scope of this name is shared. */
  boolean share(String path) {
    return shared.add(path);
  }

  /**
   * A parameter.
   *
   * @param spec with its whole name
   * @param again whether it was declared before, by the first use of a shared block
   */
  Value parameter(ParameterSpec spec, boolean again) {
    Declared before = parameters.get(spec.name());
    if (again) {
      if (before == null || !before.spec().shape().equals(spec.shape())) {
        throw new ModelException(
            String.format(
                "The shared block declares '%s' of shape %s, at its first use %s; share only blocks"
                    + " that declare the same each time",
                spec.name(),
                spec.shape(),
                before == null ? "it did not" : "of shape " + before.spec().shape()));
      }
      return before.value();
    }
    if (before != null) {
      throw new ModelException(
          String.format(
              "Two parameters are named '%s'; give one of the blocks that declare them another"
                  + " name, without dots",
              spec.name()));
    }
    Value value = graph.parameter(spec.name(), spec.shape(), spec.role());
    parameters.put(spec.name(), new Declared(spec, value));
    return value;
  }

  /** The names of the inputs. */
  List<String> inputs() {
    return graph.values().stream()
        .filter(value -> value.operation().kind() == Operation.Kind.INPUT)
        .map(Value::label)
        .toList();
  }

  /** Takes note of a block; returns its number. */
  int begin(String path, String what, boolean again) {
    parts.add(new Structure.Part(path, what, Shape.scalar(), again, false));
    yields.add(null);
    return parts.size() - 1;
  }

  /** Takes note of a block's output, {@code [batch, …]}. */
  void end(int part, Value output) {
    if (output.shape().rank() > 0) {
      boolean isInner = yields.subList(part, yields.size()).contains(output);
      parts.set(part, parts.get(part).yielding(output.shape().sample(), !isInner));
      yields.set(part, output);
    }
  }

  /** Takes note of what a block asks of an input, unless another before it asks the same. */
  void ask(InputRange range) {
    if (inputRanges.stream().noneMatch(range::asksTheSame)) {
      inputRanges.add(range);
    }
  }

  List<InputRange> inputRanges() {
    return List.copyOf(inputRanges);
  }

  List<ParameterSpec> parameters() {
    Collection<Declared> all = parameters.values();
    return all.stream().map(Declared::spec).toList();
  }

  List<Structure.Part> parts() {
    return List.copyOf(parts);
  }
}
