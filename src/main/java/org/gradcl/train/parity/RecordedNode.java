package org.gradcl.train.parity;

import java.util.List;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * A node of a recorded model.
 *
 * @param name of its value
 * @param what its operation is called
 * @param scope the name under which its parameters stand: its own, or that of the node whose
 *     parameters it shares
 * @param shared whether other nodes use the same parameters
 * @param inputs the names of what it reads
 * @param operation what it computes
 * @param shape of a sample of its value
 */
record RecordedNode(
    String name,
    String what,
    String scope,
    boolean shared,
    List<String> inputs,
    RecordedOperation operation,
    Shape shape) {
  /** Copies the list. */
  RecordedNode {
    inputs = List.copyOf(inputs);
  }

  /** The same, its parameters being used by other nodes or not. */
  RecordedNode asShared(boolean byOthers) {
    return new RecordedNode(name, what, scope, byOthers, inputs, operation, shape);
  }

  /** Refuses a value of another shape than the file says. */
  Value checked(Value value) {
    Shape found = value.shape().sample();
    if (!found.equals(shape)) {
      throw new ShapeMismatchException(
          String.format(
              "its node '%s', %s of %s, has samples of %s by its 'spec', found %s",
              name, what, inputs, shape, found));
    }
    return value;
  }
}
