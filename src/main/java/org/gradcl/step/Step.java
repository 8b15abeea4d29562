package org.gradcl.step;

import org.gradcl.graph.StepGraph;

/** A computation over a batch, stated as a graph for each size of batch. Immutable. */
public interface Step {
  /**
   * {@return the step for a batch size}
   *
   * @param batch at least 1
   * @throws IllegalArgumentException if it is below 1
   */
  StepGraph graph(int batch);
}
