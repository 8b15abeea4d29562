package org.gradcl.nn;

import java.util.Map;
import java.util.Optional;
import org.gradcl.catalogue.Description;
import org.gradcl.graph.Graph;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Operation;
import org.gradcl.graph.Operation.Gather;
import org.gradcl.graph.Value;

/**
 * The indices by which a model reads rows of tables: an input must say which rows it may name,
 * since data is checked against what inputs say, and what the model computes must lie within the
 * table whatever comes in, since a device reads zeros where there is no row.
 */
final class InputIndices {
  private InputIndices() {}

  /**
   * Refuses indices that may name other rows than a table has.
   *
   * @param graph of the whole model
   * @param inputs what it says of them, by name
   * @param batch the number of samples for which the graph was written
   * @throws ModelException if there is one
   */
  static void require(Graph graph, Map<String, InputSpec> inputs, int batch) {
    IndexBounds bounds = new IndexBounds(inputs, batch);
    for (Value value : graph.values()) {
      if (value.operation() instanceof Gather gather) {
        Optional<String> input = input(gather.index());
        if (input.isPresent()) {
          require(gather.table(), input.get(), inputs.get(input.get()));
        } else {
          require(gather.table(), bounds.of(gather.index()));
        }
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

  private static void require(Value table, IndexBounds.Bounds bounds) {
    int rows = table.shape().extent(0);
    if (!bounds.isWithin(rows)) {
      throw new ModelException(
          String.format(
              "%s has %d rows, 0 to %d; the model computes which of them it reads, and may come to"
                  + " %s to %s; clamp it by minimum(maximum(index, constant(0)), constant(%d)), or"
                  + " read an input that states its range by InputSpec.indices",
              table.label(),
              rows,
              rows - 1,
              Description.format(bounds.least()),
              Description.format(bounds.largest()),
              rows - 1));
    }
  }
}
