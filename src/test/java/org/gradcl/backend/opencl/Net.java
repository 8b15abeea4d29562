package org.gradcl.backend.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Device;
import org.gradcl.backend.Executable;
import org.gradcl.backend.State;
import org.gradcl.backend.StepState;
import org.gradcl.backend.Ticket;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Operator;
import org.gradcl.graph.Gradients;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Role;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.UpdateRule;
import org.gradcl.graph.Value;
import org.gradcl.plan.Compiler;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/** A small tanh network with a state and an executable on a device. */
final class Net implements AutoCloseable {
  static final int BATCH = 13;
  static final int INPUTS = 9;
  static final int HIDDEN = 17;
  static final int OUTPUTS = 3;

  /** Plain gradient descent at the record's learning rate, which stays. */
  static final UpdateRule SGD = rule(OptionalDouble.empty());

  final State state;
  final Executable executable;
  private final float[] x = OneLaunch.numbers(BATCH * INPUTS, 11);
  private final float[] target = OneLaunch.numbers(BATCH * OUTPUTS, 12);

  private Net(State state, Executable executable) {
    this.state = state;
    this.executable = executable;
  }

  static UpdateRule rule(OptionalDouble clip) {
    return new UpdateRule(
        List.of(),
        UpdateRule.PARAMETER.minus(UpdateRule.LEARNING_RATE.times(UpdateRule.GRADIENT)),
        Expr.constant(0.25),
        clip);
  }

  static Net open(Device device, UpdateRule rule) {
    return open(device, rule, BATCH);
  }

  static Net open(Device device, UpdateRule rule, int batch) {
    StepGraph graph = graph(rule, batch);
    State state = device.allocate(graph.stateLayout());
    int seed = 20;
    for (StateLayout.Entry entry : graph.stateLayout().learnt()) {
      float[] numbers = OneLaunch.numbers(entry.shape().elements(), seed++);
      state.write(HostTensor.of(entry.name(), entry.shape(), numbers));
    }
    state.writeStep(new StepState(0, 1000, 0.25f, 7, 8, false));
    return new Net(state, device.load(Compiler.compile(graph, device.target()), state));
  }

  private static StepGraph graph(UpdateRule rule, int batch) {
    Graph graph = new Graph();
    List<Value> parameters = new ArrayList<>();
    Value x = graph.input("input", Shape.of(batch, INPUTS));
    Value target = graph.input("target", Shape.of(batch, OUTPUTS));
    Value hidden =
        graph.map(dense(graph, x, 0, HIDDEN, parameters), e -> Expr.of(Operator.TANH, e));
    Value prediction = dense(graph, hidden, 1, OUTPUTS, parameters);
    graph.enter(Phase.LOSS);
    Value scale = graph.argument(0.5 / (batch * OUTPUTS));
    Value error = graph.map(prediction, target, (p, t) -> Expr.of(Operator.SQUARE, p.minus(t)));
    Value loss = graph.sum(graph.map(error, scale, Expr::times), Operation.Sum.Extent.ALL);
    Map<Value, Value> gradients = Gradients.of(loss, parameters);
    return StepGraph.training(
        graph, Map.of("prediction", prediction, "loss", loss), loss, gradients, rule);
  }

  private static Value dense(Graph graph, Value x, int layer, int outputs, List<Value> parameters) {
    Value weight =
        graph.parameter("weight" + layer, Shape.of(outputs, x.shape().columns()), Role.PARAMETER);
    Value bias = graph.parameter("bias" + layer, Shape.of(outputs), Role.PARAMETER);
    parameters.add(weight);
    parameters.add(bias);
    return graph.map(graph.matrixProduct(x, false, weight, true), bias, Expr::plus);
  }

  /** Runs a step on the net's one batch. */
  Ticket step() {
    return step(0);
  }

  /** Runs a step with something added to the first input. */
  Ticket step(float disturbance) {
    BatchBuffer batchBuffer = filled();
    batchBuffer.inputs().get("input").put(0, x[0] + disturbance);
    return executable.run(batchBuffer);
  }

  /** A batch buffer with the net's one batch. */
  BatchBuffer filled() {
    BatchBuffer batchBuffer = executable.acquire();
    batchBuffer.inputs().get("input").put(x);
    batchBuffer.inputs().get("target").put(target);
    return batchBuffer;
  }

  /** Runs a step towards other targets. */
  Ticket stepTowards(float value) {
    BatchBuffer batchBuffer = executable.acquire();
    batchBuffer.inputs().get("input").put(x);
    while (batchBuffer.inputs().get("target").hasRemaining()) {
      batchBuffer.inputs().get("target").put(value);
    }
    return executable.run(batchBuffer);
  }

  /** All parameters, one after the other. */
  List<Float> parameters() {
    List<Float> all = new ArrayList<>();
    for (String name : List.of("weight0", "bias0", "weight1", "bias1")) {
      for (float value : state.read(name).floats()) {
        all.add(value);
      }
    }
    return all;
  }

  @Override
  public void close() {
    executable.close();
    state.close();
  }
}
