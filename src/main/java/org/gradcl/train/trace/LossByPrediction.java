package org.gradcl.train.trace;

import java.util.Map;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.loss.AppliedObjective;
import org.gradcl.nn.Sequential;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.NumericDerivative;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.Shape;

/** ∂L/∂ŷ by central differences in float64, of the loss as a function of the prediction alone. */
final class LossByPrediction {
  private static final String LOSS = "loss";

  private LossByPrediction() {}

  static double[] derivative(
      AppliedObjective objective,
      Shape predictionShape,
      double[] prediction,
      Shape targetShape,
      double[] target,
      ReferenceState state) {
    Graph graph = new Graph();
    Value p = graph.input(Sequential.PREDICTION, predictionShape);
    Value t = graph.input(TrainingStep.TARGET, targetShape);
    graph.enter(Phase.LOSS);
    Interpreter interpreter =
        new Interpreter(
            StepGraph.inference(
                graph,
                Map.of(
                    LOSS,
                    objective.append(
                        graph, Map.of(Sequential.PREDICTION, p), Map.of(TrainingStep.TARGET, t)))));
    double[] derivative = new double[prediction.length];
    double[] moved = prediction.clone();
    Map<String, double[]> inputs =
        Map.of(Sequential.PREDICTION, moved, TrainingStep.TARGET, target);
    for (int i = 0; i < derivative.length; i++) {
      int element = i;
      derivative[i] =
          NumericDerivative.of(
              value -> {
                moved[element] = value;
                return interpreter.run(inputs, state).outputs().get(LOSS)[0];
              },
              prediction[i]);
      moved[i] = prediction[i];
    }
    return derivative;
  }
}
