package org.gradcl.testing;

import java.util.List;
import java.util.Map;
import org.gradcl.graph.StepGraph;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.EvaluationTotals;
import org.gradcl.step.InferenceStep;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/** Short ways to run a step in float64 with numbers typed into a test. */
public final class ReferenceRun {
  private ReferenceRun() {}

  /** A parameter for {@link #state}. */
  public static HostTensor tensor(String name, Shape shape, double... values) {
    return HostTensor.of(name, shape, values);
  }

  /** The state before the first of ten steps. */
  public static ReferenceState state(StepGraph step, HostTensor... parameters) {
    return ReferenceState.initial(step.stateLayout(), List.of(parameters), 10, RandomKey.ofSeed(1));
  }

  /** One step with samples and targets. */
  public static ReferenceResult run(
      StepGraph step, ReferenceState state, double[] input, double[] target) {
    Map<String, double[]> inputs = Map.of(TrainingStep.INPUT, input, TrainingStep.TARGET, target);
    return new Interpreter(step).run(inputs, state);
  }

  /** Samples and targets of a batch, row major. */
  public record Batch(int samples, double[] input, double[] target) {}

  /** Evaluates batches and makes figures of the sums, as a trainer does. */
  public static Map<String, Double> figures(
      InferenceStep step, List<HostTensor> parameters, Batch... batches) {
    EvaluationTotals totals = step.totals();
    for (Batch batch : batches) {
      StepGraph graph = step.graph(batch.samples());
      ReferenceState state =
          ReferenceState.initial(graph.stateLayout(), parameters, 0, RandomKey.ofSeed(1));
      ReferenceResult result = run(graph, state, batch.input(), batch.target());
      totals.addTargets(batch.samples(), name -> i -> batch.target()[i]);
      totals.addSums(result.outputs()::get);
    }
    return totals.figures();
  }
}
