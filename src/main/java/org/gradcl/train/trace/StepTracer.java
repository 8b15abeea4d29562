package org.gradcl.train.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Device;
import org.gradcl.backend.Executable;
import org.gradcl.backend.State;
import org.gradcl.backend.StepState;
import org.gradcl.backend.StepStatus;
import org.gradcl.backend.Ticket;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.nn.Sequential;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.NumericDerivative;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.train.report.Trace;

/**
 * Runs one real training step on a device with every labelled value as a named output.
 *
 * <p>Closes neither device nor state, which stay the caller's. One thread at a time, that of the
 * device.
 */
public final class StepTracer {
  /** Numeric derivatives cost two forward passes for each learnt number; beyond this, none. */
  private static final long MOST_NUMERIC = 10_000;

  private static final String LOSS = "loss";

  private final Device device;
  private final State state;
  private final TrainingStep step;

  /**
   * A tracer over a state, which it trains.
   *
   * @param state all of whose losses were collected
   */
  public StepTracer(Device device, State state, TrainingStep step) {
    this.device = device;
    this.state = state;
    this.step = step;
  }

  /**
   * Trains one step on a batch and yields every value of it.
   *
   * @param rows of the batch
   * @param arrays that the step reads, {@code [rows, …]} each, by name
   * @return the values in order
   * @throws IllegalStateException if the loss or a gradient is not finite; nothing was learnt, and
   *     the state's status is still set
   */
  public Trace trace(int rows, Map<String, float[]> arrays) {
    StepGraph graph = step.traced(rows);
    ReferenceState before = referenceState();
    Map<String, double[]> batch = new LinkedHashMap<>();
    arrays.forEach((name, values) -> batch.put(name, ReferenceState.float64(values)));
    ReferenceResult reference = new Interpreter(graph).run(batch, before);
    List<Trace.Entry> entries = new ArrayList<>();
    FormulaText formulas = new FormulaText(graph);
    try (Executable executable =
        device.load(Compiler.compile(graph, state.placement().layout(), device.target()), state)) {
      Ticket ticket = run(executable, arrays);
      Value loss = graph.loss().orElseThrow();
      HostTensor lossOnDevice = loss();
      addOutputs(entries, graph, formulas, executable, ticket, reference, true);
      entries.add(
          new Trace.Entry(
              LOSS,
              Phase.LOSS,
              formulas.of(LOSS, loss),
              lossOnDevice,
              new double[] {reference.loss().orElseThrow()},
              Optional.empty()));
      addOutputs(entries, graph, formulas, executable, ticket, reference, false);
    }
    if (step.model().outputShapes().keySet().equals(Set.of(Sequential.PREDICTION))) {
      addNumericByPrediction(entries, graph, batch, before);
    }
    addGradients(entries, graph, formulas, batch, before, reference);
    addUpdated(entries, graph, reference);
    return new Trace(device.description().summary(), entries);
  }

  private static Ticket run(Executable executable, Map<String, float[]> arrays) {
    BatchBuffer batchBuffer = executable.acquire();
    batchBuffer.inputs().forEach((name, buffer) -> buffer.put(0, arrays.get(name)));
    return executable.run(batchBuffer);
  }

  private HostTensor loss() {
    double[] loss = new double[1];
    StepStatus status = state.collect(true, (number, value) -> loss[0] = value);
    if (status.nonFinite()) {
      throw new IllegalStateException(
          "The loss or a gradient of step " + status.step() + " is not finite");
    }
    return HostTensor.of(LOSS, Shape.scalar(), loss);
  }

  /** The labelled values of the forward pass, or those after it. */
  private static void addOutputs(
      List<Trace.Entry> entries,
      StepGraph graph,
      FormulaText formulas,
      Executable executable,
      Ticket ticket,
      ReferenceResult reference,
      boolean forward) {
    for (String name : namesInOrder(graph, forward)) {
      Value value = graph.outputs().get(name);
      entries.add(
          new Trace.Entry(
              name,
              value.phase(),
              formulas.of(name, value),
              executable.read(ticket, name),
              reference.outputs().get(name),
              Optional.empty()));
    }
  }

  /** Values are labelled in the order of forward; their gradients flow the other way. */
  private static List<String> namesInOrder(StepGraph graph, boolean forward) {
    List<String> names = new ArrayList<>();
    graph
        .outputs()
        .forEach(
            (name, value) -> {
              if ((value.phase() == Phase.FORWARD) == forward) {
                names.add(name);
              }
            });
    if (!forward) {
      Collections.reverse(names);
      names.sort(Comparator.comparing(name -> graph.outputs().get(name).phase()));
    }
    return names;
  }

  private void addNumericByPrediction(
      List<Trace.Entry> entries,
      StepGraph graph,
      Map<String, double[]> batch,
      ReferenceState before) {
    String name = StateLayout.gradientName(Sequential.PREDICTION);
    Value prediction = graph.outputs().get(Sequential.PREDICTION);
    for (int i = 0; i < entries.size(); i++) {
      Trace.Entry entry = entries.get(i);
      if (entry.name().equals(name) && entry.reference().length <= MOST_NUMERIC) {
        double[] numeric =
            LossByPrediction.derivative(
                step.judged(), prediction.shape(), predicted(entries), batch, before);
        entries.set(
            i,
            new Trace.Entry(
                name,
                entry.phase(),
                entry.formula(),
                entry.device(),
                entry.reference(),
                Optional.of(numeric)));
      }
    }
  }

  private static double[] predicted(List<Trace.Entry> entries) {
    return entries.stream()
        .filter(entry -> entry.name().equals(Sequential.PREDICTION))
        .findFirst()
        .orElseThrow()
        .reference();
  }

  private void addGradients(
      List<Trace.Entry> entries,
      StepGraph graph,
      FormulaText formulas,
      Map<String, double[]> batch,
      ReferenceState before,
      ReferenceResult reference) {
    boolean numeric = state.placement().layout().learntElements() <= MOST_NUMERIC;
    NumericDerivative derivative = new NumericDerivative(graph);
    graph
        .gradients()
        .forEach(
            (parameter, gradient) -> {
              String name = parameter.label();
              String gradientName = StateLayout.gradientName(name);
              entries.add(
                  new Trace.Entry(
                      gradientName,
                      Phase.BACKWARD,
                      formulas.of(gradientName, gradient),
                      state.read(gradientName),
                      reference.gradients().get(name),
                      numeric
                          ? Optional.of(derivative.of(batch, before, name))
                          : Optional.empty()));
            });
  }

  private void addUpdated(List<Trace.Entry> entries, StepGraph graph, ReferenceResult reference) {
    String formula = graph.update().orElseThrow().parameter().toString();
    for (Value parameter : graph.gradients().keySet()) {
      String name = parameter.label();
      entries.add(
          new Trace.Entry(
              name,
              Phase.UPDATE,
              formula,
              state.read(name),
              reference.state().tensor(name),
              Optional.empty()));
    }
  }

  private ReferenceState referenceState() {
    StateLayout layout = state.placement().layout();
    Map<String, double[]> tensors = new LinkedHashMap<>();
    layout.parameters().forEach(entry -> put(tensors, entry.name()));
    for (StateLayout.SlotEntry slot : layout.slots()) {
      layout.learnt().forEach(entry -> put(tensors, slot.of(entry.name())));
    }
    StepState record = state.readStep();
    return new ReferenceState(
            tensors,
            record.step(),
            record.totalSteps(),
            new RandomKey(record.key0(), record.key1()))
        .withLearningRate(record.learningRate());
  }

  private void put(Map<String, double[]> tensors, String name) {
    tensors.put(name, ReferenceState.float64(state.read(name)));
  }
}
