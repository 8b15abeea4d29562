package org.gradcl.train.trace;

import java.util.LinkedHashMap;
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
import org.gradcl.tensor.Shape;

/** ∂L/∂ŷ by central differences in float64, of the loss as a function of the prediction alone. */
final class LossByPrediction {
  private static final String LOSS = "loss";

  private LossByPrediction() {}

  static double[] derivative(
      AppliedObjective objective,
      Shape predictionShape,
      double[] prediction,
      Map<String, double[]> batch,
      ReferenceState state) {
    Graph graph = new Graph();
    Value p = graph.input(Sequential.PREDICTION, predictionShape);
    Map<String, Value> judgedBy = new LinkedHashMap<>();
    Map<String, double[]> inputs = new LinkedHashMap<>();
    objective
        .inputs()
        .forEach(
            (name, spec) -> {
              Shape shape = spec.shape().batch(predictionShape.extent(0));
              judgedBy.put(name, graph.input(name, shape));
              inputs.put(name, batch.get(name));
            });
    graph.enter(Phase.LOSS);
    Interpreter interpreter =
        new Interpreter(
            StepGraph.inference(
                graph,
                Map.of(LOSS, objective.append(graph, Map.of(Sequential.PREDICTION, p), judgedBy))));
    double[] derivative = new double[prediction.length];
    double[] moved = prediction.clone();
    inputs.put(Sequential.PREDICTION, moved);
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
