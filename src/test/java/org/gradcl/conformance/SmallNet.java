package org.gradcl.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Operator;
import org.gradcl.graph.Gradients;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Role;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.UpdateRule;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * A dense net with every kind of epilogue, stated on the graph alone: tanh, dropout, gelu (which
 * needs the pre-activation), momentum and clipping. 5-7-6-3, mean of half squares.
 */
final class SmallNet {
  static final int INPUTS = 5;
  static final int OUTPUTS = 3;

  private SmallNet() {}

  static StepGraph training(int batch, double dropout, double clip) {
    Graph graph = new Graph();
    List<Value> parameters = new ArrayList<>();
    Value x = graph.input("input", Shape.of(batch, INPUTS));
    Value target = graph.input("target", Shape.of(batch, OUTPUTS));
    Value h = dense(graph, parameters, 0, x, 7);
    h = graph.map(h, z -> Expr.of(Operator.TANH, z));
    if (dropout > 0) {
      Expr kept = Expr.constant(dropout).greater(graph.uniform());
      h = graph.map(h, y -> Expr.select(kept, Expr.constant(0), y.times(1 / (1 - dropout))));
    }
    h = dense(graph, parameters, 1, h, 6);
    h =
        graph.map(
            h, z -> z.times(0.5).times(Expr.of(Operator.ERF, z.times(Math.sqrt(0.5))).plus(1)));
    Value prediction = graph.label("prediction", dense(graph, parameters, 2, h, OUTPUTS));
    graph.enter(Phase.LOSS);
    Value square =
        graph.map(prediction, target, (p, t) -> Expr.of(Operator.SQUARE, p.minus(t)).times(0.5));
    Value mean = graph.map(square, graph.argument(1.0 / (batch * OUTPUTS)), Expr::times);
    Value loss = graph.sum(mean, Operation.Sum.Extent.ALL);
    Map<Value, Value> gradients = Gradients.of(loss, parameters);
    return StepGraph.training(
        graph, Map.of("prediction", prediction), loss, gradients, momentum(clip));
  }

  private static UpdateRule momentum(double clip) {
    Expr momentum = UpdateRule.Slot.variable("momentum");
    Expr next = momentum.times(0.9).plus(UpdateRule.GRADIENT);
    Expr decay = UpdateRule.STEP.over(UpdateRule.TOTAL_STEPS).times(-0.05).plus(0.1);
    return new UpdateRule(
        List.of(new UpdateRule.Slot("momentum", next, 0)),
        UpdateRule.PARAMETER.minus(UpdateRule.LEARNING_RATE.times(next)),
        decay,
        clip > 0 ? OptionalDouble.of(clip) : OptionalDouble.empty());
  }

  private static Value dense(Graph graph, List<Value> parameters, int layer, Value x, int outputs) {
    String name = "layer." + layer;
    Value weight =
        graph.parameter(name + ".weight", Shape.of(outputs, x.shape().columns()), Role.PARAMETER);
    Value bias = graph.parameter(name + ".bias", Shape.of(outputs), Role.PARAMETER);
    parameters.add(weight);
    parameters.add(bias);
    graph.scope(name);
    Value z = graph.map(graph.matrixProduct(x, false, weight, true), bias, Expr::plus);
    graph.label("preactivation", z);
    graph.scope("");
    return z;
  }
}
