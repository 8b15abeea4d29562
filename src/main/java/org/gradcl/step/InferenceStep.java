package org.gradcl.step;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Phase;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.loss.AppliedObjective;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Objective;
import org.gradcl.metric.Metric;
import org.gradcl.nn.Mode;
import org.gradcl.nn.Model;

/**
 * A step that learns nothing: it predicts and, if there is an objective, judges.
 *
 * <p>Loss and metrics leave the device as sums over the batch, each a named output. The caller adds
 * the sums of all batches in {@link #totals}, which makes figures of them.
 */
public final class InferenceStep implements Step {
  /** The name of the sum of the batch's losses, and of the figure that follows from it. */
  public static final String LOSS = AppliedObjective.LOSS;

  private final Model model;
  private final Optional<AppliedObjective> judged;
  private final Optional<Objective> objective;
  private final List<JudgedMetric> metrics;
  private final BatchArrays arrays;

  private InferenceStep(Model model, Optional<Objective> objective, List<Metric> metrics) {
    this.model = Objects.requireNonNull(model, "model");
    this.objective = objective;
    this.judged = objective.map(o -> o.on(model.outputShapes()));
    this.arrays = BatchArrays.of(model, judged);
    this.metrics = metrics.stream().map(metric -> JudgedMetric.of(metric, arrays)).toList();
    requireNames(metrics);
  }

  private static void requireNames(List<Metric> metrics) {
    Set<String> names = new HashSet<>(Set.of(LOSS));
    for (Metric metric : metrics) {
      if (!names.add(metric.name())) {
        throw new IllegalArgumentException(
            String.format(
                "A figure named '%s' was asked for twice: names in %s must differ, and 'loss' is"
                    + " the loss",
                metric.name(), metrics.stream().map(Metric::name).toList()));
      }
    }
  }

  /**
   * A step that predicts.
   *
   * @param model predicts; dropout does nothing
   */
  public static InferenceStep predicting(Model model) {
    return new InferenceStep(model, Optional.empty(), List.of());
  }

  /**
   * A step that predicts and judges.
   *
   * @param model predicts; dropout does nothing
   * @param objective judges
   * @param metrics further figures
   * @throws ShapeMismatchException if the objective or a metric can't judge the model's outputs
   * @throws IllegalArgumentException if two figures have one name
   */
  public static InferenceStep evaluating(Model model, Objective objective, List<Metric> metrics) {
    metrics.forEach(metric -> Objects.requireNonNull(metric, "metric"));
    return new InferenceStep(model, Optional.of(objective), metrics);
  }

  /** As {@link #evaluating(Model, Objective, List)}, with one loss of the model's only output. */
  public static InferenceStep evaluating(Model model, Loss loss, List<Metric> metrics) {
    return evaluating(model, Objective.of(loss), metrics);
  }

  /** What predicts. */
  public Model model() {
    return model;
  }

  /** What judges, on the model's outputs; empty if this step only predicts. */
  public Optional<AppliedObjective> judged() {
    return judged;
  }

  /** The further figures, each with what it compares. */
  public List<JudgedMetric> metrics() {
    return metrics;
  }

  /** The arrays of a batch. */
  public BatchArrays arrays() {
    return arrays;
  }

  /** The step for a batch size; its outputs are the model's and the {@link #sumNames}. */
  @Override
  public StepGraph graph(int batch) {
    Graph graph = new Graph();
    SortedMap<String, Value> values = Batches.inputs(graph, batch, arrays.specs());
    Map<String, Value> outputs = Forward.of(graph, model, values, Mode.INFERENCE);
    Map<String, Value> named = new LinkedHashMap<>(outputs);
    if (judged.isPresent()) {
      graph.enter(Phase.LOSS);
      named.putAll(judged.get().appendSums(graph, outputs, values));
      for (JudgedMetric metric : metrics) {
        named.putAll(metric.appendSums(graph, outputs, values));
      }
    }
    return StepGraph.inference(graph, named);
  }

  /** The named outputs that are sums over a batch, to be added over batches; none to predict. */
  public List<String> sumNames() {
    Set<String> outputs = model.outputShapes().keySet();
    return graph(1).outputs().keySet().stream().filter(name -> !outputs.contains(name)).toList();
  }

  /** For the sums of an evaluation, before its first batch. */
  public EvaluationTotals totals() {
    return new EvaluationTotals(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InferenceStep step
        && model.equals(step.model)
        && objective.equals(step.objective)
        && metrics.equals(step.metrics);
  }

  @Override
  public int hashCode() {
    return Objects.hash(model, objective, metrics);
  }
}
