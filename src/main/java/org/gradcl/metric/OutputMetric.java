package org.gradcl.metric;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Value;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/**
 * A metric of one output of a model that has several, named {@code height/rmse}.
 *
 * @param metric judges
 * @param output the name of the output
 * @param target the name of the array that it is compared with
 */
public record OutputMetric(Metric metric, String output, String target) implements Metric {
  /** Checks that nothing is missing. */
  public OutputMetric {
    Objects.requireNonNull(metric, "metric");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(target, "target");
  }

  @Override
  public String name() {
    return output + "/" + metric.name();
  }

  @Override
  public void requireShapes(Shape predictionShape, Shape targetShape) {
    metric.requireShapes(predictionShape, targetShape);
  }

  @Override
  public Map<String, Value> append(Graph graph, Value predictions, Value targets) {
    return metric.append(graph, predictions, targets);
  }

  @Override
  public boolean gathers() {
    return metric.gathers();
  }

  @Override
  public double figure(Totals totals) {
    return metric.figure(totals);
  }

  @Override
  public Optional<HostTensor> table(Totals totals) {
    return metric.table(totals);
  }
}
