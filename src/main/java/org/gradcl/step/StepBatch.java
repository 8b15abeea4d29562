package org.gradcl.step;

import java.util.List;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.StepPart;

/**
 * One of the batches of a training step that takes several.
 *
 * @param step the whole
 * @param part which batch
 */
record StepBatch(TrainingStep step, StepPart part) implements Step {
  @Override
  public StepGraph graph(int batch) {
    return step.graph(batch, List.of(), part);
  }
}
