package org.gradcl.train.parity;

import java.util.List;

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
 */
record RecordedNode(
    String name,
    String what,
    String scope,
    boolean shared,
    List<String> inputs,
    RecordedOperation operation) {
  /** Copies the list. */
  RecordedNode {
    inputs = List.copyOf(inputs);
  }
}
