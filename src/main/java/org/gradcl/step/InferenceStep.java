package org.gradcl.step;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Phase;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.loss.Loss;
import org.gradcl.metric.Metric;
import org.gradcl.nn.Mode;
import org.gradcl.nn.Sequential;
import org.gradcl.tensor.Shape;

/**
 * A step that learns nothing: it predicts and, if there is a loss, judges.
 *
 * <p>Loss and metrics leave the device as sums over the batch, each a named output. The caller adds
 * the sums of all batches in {@link #totals}, which makes figures of them.
 *
 * @param model predicts; dropout does nothing
 * @param loss judges; empty to predict only
 * @param metrics further figures; none without a loss
 */
public record InferenceStep(Sequential model, Optional<Loss> loss, List<Metric> metrics)
    implements Step {
  /** The name of the sum of the batch's losses, and of the figure that follows from it. */
  public static final String LOSS = "loss";

  /**
   * Copies the list and checks that loss, metrics and model fit.
   *
   * @throws ShapeMismatchException if the loss or a metric can't judge the model's prediction
   * @throws IllegalArgumentException if there are metrics but no loss, which says what a target is,
   *     or two figures of one name
   */
  public InferenceStep {
    metrics.forEach(metric -> Objects.requireNonNull(metric, "metric"));
    metrics = List.copyOf(metrics);
    if (loss.isEmpty() && !metrics.isEmpty()) {
      throw new IllegalArgumentException("Metrics " + metrics + " need a loss beside them");
    }
    loss.ifPresent(l -> l.targetShape(model.outputShape()));
    Set<String> names = new HashSet<>(Set.of(LOSS));
    for (Metric metric : metrics) {
      if (!names.add(metric.name())) {
        throw new IllegalArgumentException(
            String.format(
                "A figure named '%s' was asked for twice: names in %s must differ, and 'loss' is"
                    + " the loss",
                metric.name(), metrics.stream().map(Metric::name).toList()));
      }
      metric.requireShapes(model.outputShape(), loss.get().targetShape(model.outputShape()));
    }
  }

  /** A step that predicts. */
  public static InferenceStep predicting(Sequential model) {
    return new InferenceStep(model, Optional.empty(), List.of());
  }

  /**
   * A step that predicts and judges.
   *
   * @throws ShapeMismatchException if the loss or a metric can't judge the model's prediction
   * @throws IllegalArgumentException if two figures have one name
   */
  public static InferenceStep evaluating(Sequential model, Loss loss, List<Metric> metrics) {
    return new InferenceStep(model, Optional.of(loss), metrics);
  }

  /** The shape of one sample's target; empty if this step only predicts. */
  public Optional<Shape> targetShape() {
    return loss.map(l -> l.targetShape(model.outputShape()));
  }

  /** The step for a batch size; its outputs are the prediction and the {@link #sumNames}. */
  @Override
  public StepGraph graph(int batch) {
    Graph graph = new Graph();
    Value x = graph.input(TrainingStep.INPUT, Batches.shape(batch, model.inputShape()));
    Optional<Value> y =
        targetShape().map(s -> graph.input(TrainingStep.TARGET, Batches.shape(batch, s)));
    Value prediction = model.append(graph, x, Mode.INFERENCE);
    Map<String, Value> named = new LinkedHashMap<>();
    named.put(Sequential.PREDICTION, prediction);
    if (y.isPresent()) {
      graph.enter(Phase.LOSS);
      named.put(LOSS, loss.get().appendSum(graph, prediction, y.get()));
      for (Metric metric : metrics) {
        metric
            .append(graph, prediction, y.get())
            .forEach((key, sum) -> named.put(sumName(metric, key), sum));
      }
    }
    return StepGraph.inference(graph, named);
  }

  static String sumName(Metric metric, String key) {
    return metric.name() + "/" + key;
  }

  /** The named outputs that are sums over a batch, to be added over batches; none to predict. */
  public List<String> sumNames() {
    return graph(1).outputs().keySet().stream()
        .filter(name -> !name.equals(Sequential.PREDICTION))
        .toList();
  }

  /** For the sums of an evaluation, before its first batch. */
  public EvaluationTotals totals() {
    return new EvaluationTotals(this);
  }
}
