package org.gradcl.train;

import java.util.List;
import org.gradcl.backend.StepState;
import org.gradcl.tensor.HostTensor;

/**
 * A copy of a state on the host: all that the next step depends on.
 *
 * @param step the record of the next step
 * @param tensors parameters by their names, optimiser slots by theirs ({@code
 *     momentum/layer.0.weight}); not to be written to
 */
record Snapshot(StepState step, List<HostTensor> tensors) {
  Snapshot {
    tensors = List.copyOf(tensors);
  }
}
