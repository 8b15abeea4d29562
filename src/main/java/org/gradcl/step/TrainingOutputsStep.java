package org.gradcl.step;

import java.util.Objects;
import org.gradcl.graph.Graph;
import org.gradcl.graph.StepGraph;
import org.gradcl.nn.Mode;
import org.gradcl.nn.Model;

/**
 * The forward pass of a training step by itself: with dropout, and norms by the batch's own
 * statistics, but nothing is learnt and no statistic moves.
 *
 * @param model predicts
 */
public record TrainingOutputsStep(Model model) implements Step {
  /** Checks that nothing is missing. */
  public TrainingOutputsStep {
    Objects.requireNonNull(model, "model");
  }

  @Override
  public StepGraph graph(int batch) {
    Graph graph = new Graph();
    return StepGraph.inference(
        graph,
        Forward.of(graph, model, Batches.inputs(graph, batch, model.inputs()), Mode.TRAINING));
  }
}
