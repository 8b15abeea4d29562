package org.gradcl.train.parity;

import java.util.List;
import org.gradcl.graph.Value;
import org.gradcl.nn.Block;
import org.gradcl.nn.Scope;

/** What a node of a recorded model computes, of values in PyTorch's order of axes. */
interface RecordedOperation {
  /**
   * Writes it into a graph.
   *
   * @param scope the node's
   * @param inputs in the node's order, and then the inputs that its settings name
   */
  Value append(Scope scope, List<Value> inputs);

  /** A block of one input. */
  static RecordedOperation of(Block block) {
    return (scope, inputs) -> block.append(scope, inputs.get(0));
  }
}
