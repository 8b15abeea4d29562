package org.gradcl.backend.opencl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
 * The network of the self-test and what one step of it must give, computed here in float64 with
 * plain loops.
 *
 * <pre>
 * Y = tanh(X·W₀ᵀ + b₀),  P = Y·W₁ᵀ + b₁,  L = Σ ½(P − T)² / n,  w ← w − η·∂L/∂w
 * ∂P = (P − T)/n,  ∂W₁ = ∂Pᵀ·Y,  ∂Z = ∂P·W₁ ⊙ (1 − Y²),  ∂W₀ = ∂Zᵀ·X
 * </pre>
 *
 * Odd extents meet every edge of the kernels; 25,599 multiply-adds in all.
 */
final class SelfTestNet {
  static final int BATCH = 21;
  static final int INPUTS = 19;
  static final int HIDDEN = 23;
  static final int OUTPUTS = 5;
  static final double LEARNING_RATE = 0.5;

  private static final double ERROR_SCALE = 1.0 / (BATCH * OUTPUTS);

  final double[] x = numbers(BATCH * INPUTS, 1);
  final double[] target = numbers(BATCH * OUTPUTS, 2);
  final Map<String, double[]> parameters = new LinkedHashMap<>();
  final Map<String, double[]> gradients = new LinkedHashMap<>();
  double loss;

  SelfTestNet() {
    parameters.putAll(initial());
    compute();
  }

  /** The parameters before the step. */
  static Map<String, double[]> initial() {
    Map<String, double[]> initial = new LinkedHashMap<>();
    initial.put("weight0", numbers(HIDDEN * INPUTS, 3));
    initial.put("bias0", numbers(HIDDEN, 4));
    initial.put("weight1", numbers(OUTPUTS * HIDDEN, 5));
    initial.put("bias1", numbers(OUTPUTS, 6));
    return initial;
  }

  /** Numbers in [−½, ½) that float32 holds exactly. */
  private static double[] numbers(int count, int seed) {
    double[] numbers = new double[count];
    int state = seed * 0x9E3779B9;
    for (int i = 0; i < count; i++) {
      state = state * 1664525 + 1013904223;
      numbers[i] = (state >> 16) / 65536.0;
    }
    return numbers;
  }

  /** The step as a graph. */
  static StepGraph graph() {
    Graph graph = new Graph();
    Value x = graph.input("input", Shape.of(BATCH, INPUTS));
    Value target = graph.input("target", Shape.of(BATCH, OUTPUTS));
    List<Value> parameters = new ArrayList<>();
    Value hidden = dense(graph, x, 0, HIDDEN, parameters);
    hidden = graph.map(hidden, e -> Expr.of(Operator.TANH, e));
    Value prediction = dense(graph, hidden, 1, OUTPUTS, parameters);
    graph.enter(Phase.LOSS);
    Value error =
        graph.map(
            prediction,
            target,
            (p, t) -> Expr.of(Operator.SQUARE, p.minus(t)).times(0.5 * ERROR_SCALE));
    Value loss = graph.sum(error, Operation.Sum.Extent.ALL);
    UpdateRule rule =
        new UpdateRule(
            List.of(),
            UpdateRule.PARAMETER.minus(UpdateRule.LEARNING_RATE.times(UpdateRule.GRADIENT)),
            Expr.constant(LEARNING_RATE),
            OptionalDouble.empty());
    Map<Value, Value> gradients = Gradients.of(loss, parameters);
    return StepGraph.training(graph, Map.of("loss", loss), loss, gradients, rule);
  }

  private static Value dense(Graph graph, Value x, int layer, int outputs, List<Value> parameters) {
    Shape weightShape = Shape.of(outputs, x.shape().columns());
    Value weight = graph.parameter("weight" + layer, weightShape, Role.PARAMETER);
    Value bias = graph.parameter("bias" + layer, Shape.of(outputs), Role.PARAMETER);
    parameters.add(weight);
    parameters.add(bias);
    return graph.map(graph.matrixProduct(x, false, weight, true), bias, Expr::plus);
  }

  private void compute() {
    double[] weight1 = parameters.get("weight1");
    double[] y = forward(x, INPUTS, parameters.get("weight0"), parameters.get("bias0"), HIDDEN);
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.tanh(y[i]);
    }
    double[] slope = forward(y, HIDDEN, weight1, parameters.get("bias1"), OUTPUTS);
    for (int i = 0; i < slope.length; i++) {
      double difference = slope[i] - target[i];
      loss += 0.5 * difference * difference * ERROR_SCALE;
      slope[i] = difference * ERROR_SCALE;
    }
    double[] hiddenSlope = new double[BATCH * HIDDEN];
    for (int row = 0; row < BATCH; row++) {
      for (int j = 0; j < HIDDEN; j++) {
        double sum = 0;
        for (int i = 0; i < OUTPUTS; i++) {
          sum += slope[row * OUTPUTS + i] * weight1[i * HIDDEN + j];
        }
        double activation = y[row * HIDDEN + j];
        hiddenSlope[row * HIDDEN + j] = sum * (1 - activation * activation);
      }
    }
    backward(slope, OUTPUTS, y, HIDDEN, 1);
    backward(hiddenSlope, HIDDEN, x, INPUTS, 0);
    gradients.forEach(
        (name, gradient) -> {
          double[] parameter = parameters.get(name);
          for (int i = 0; i < parameter.length; i++) {
            parameter[i] -= LEARNING_RATE * gradient[i];
          }
        });
  }

  private static double[] forward(
      double[] x, int inputs, double[] weight, double[] bias, int outputs) {
    double[] z = new double[BATCH * outputs];
    for (int row = 0; row < BATCH; row++) {
      for (int i = 0; i < outputs; i++) {
        double sum = bias[i];
        for (int j = 0; j < inputs; j++) {
          sum += x[row * inputs + j] * weight[i * inputs + j];
        }
        z[row * outputs + i] = sum;
      }
    }
    return z;
  }

  private void backward(double[] slope, int outputs, double[] x, int inputs, int layer) {
    double[] weight = new double[outputs * inputs];
    double[] bias = new double[outputs];
    for (int row = 0; row < BATCH; row++) {
      for (int i = 0; i < outputs; i++) {
        double s = slope[row * outputs + i];
        bias[i] += s;
        for (int j = 0; j < inputs; j++) {
          weight[i * inputs + j] += s * x[row * inputs + j];
        }
      }
    }
    gradients.put("weight" + layer, weight);
    gradients.put("bias" + layer, bias);
  }
}
