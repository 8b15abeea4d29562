package org.gradcl.nn;

import java.util.Map;
import java.util.Optional;
import org.gradcl.graph.Graph;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Operation;
import org.gradcl.graph.Operation.Gather;
import org.gradcl.graph.Value;

/**
 * The indices that a model reads: an input that names rows of a table must say so, since data is
 * checked against what inputs say, and a device reads zeros where there is no row.
 */
final class InputIndices {
  private InputIndices() {}

  /**
   * Refuses inputs that may name other rows than a table has.
   *
   * @param graph of the whole model
   * @param inputs what it says of them, by name
   * @throws ModelException if there is one
   */
  static void require(Graph graph, Map<String, InputSpec> inputs) {
    for (Value value : graph.values()) {
      if (value.operation() instanceof Gather gather) {
        input(gather.index()).ifPresent(name -> require(gather.table(), name, inputs.get(name)));
      }
    }
  }

  /** The input whose numbers a value has, in whatever shape; none where they are computed. */
  static Optional<String> input(Value index) {
    if (index.operation() instanceof Operation.Reshape reshape) {
      return input(reshape.operand());
    }
    return index.operation() instanceof Operation.Input input
        ? Optional.of(input.name())
        : Optional.empty();
  }

  private static void require(Value table, String name, InputSpec spec) {
    int rows = table.shape().extent(0);
    int said = spec.classes().orElse(Integer.MAX_VALUE);
    if (said > rows || spec.ignored().isPresent()) {
      throw new ModelException(
          String.format(
              "%s has %d rows, the input '%s' that names them has %s; state it by"
                  + " InputSpec.indices(…, %d), so that data is checked",
              table.label(),
              rows,
              name,
              spec.classes().isEmpty()
                  ? "any numbers"
                  : "the indices 0 to "
                      + (said - 1)
                      + (spec.ignored().isPresent() ? " and " + spec.ignored().getAsInt() : ""),
              rows));
    }
  }
}
