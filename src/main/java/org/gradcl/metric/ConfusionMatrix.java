package org.gradcl.metric;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Value;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/**
 * How often targets of each class were taken for each class.
 *
 * <pre>
 * table   [classes, classes], a row for each class of the targets, a column for each decided for
 * figure  the share on its diagonal, which is the accuracy of the rows counted
 * </pre>
 *
 * <p>A row with a NaN logit is decided for no class and is in no column. The counts of a batch are
 * exact up to 2²⁴.
 *
 * @param ignored a class index that is not counted, if there is one
 */
public record ConfusionMatrix(OptionalInt ignored) implements Metric {
  private static final String COUNTS = "counts";

  /**
   * {@return this metric without the targets of an index, such as those of padding}
   *
   * @param index such as −100
   */
  public ConfusionMatrix ignoring(int index) {
    return new ConfusionMatrix(OptionalInt.of(index));
  }

  @Override
  public String name() {
    return "confusion" + Decisions.describe(ignored);
  }

  @Override
  public void requireShapes(Shape prediction, Shape target) {
    Decisions.requireClasses(name(), prediction, target);
  }

  @Override
  public Map<String, Value> append(Graph graph, Value prediction, Value target) {
    Shape domain = prediction.shape();
    Value chosen = Decisions.chosen(graph, prediction);
    Value decided = rows(graph, Decisions.oneHot(graph, domain, chosen, target, ignored));
    Value actual = rows(graph, Decisions.oneHot(graph, domain, target, target, ignored));
    return Map.of(COUNTS, graph.matrixProduct(actual, true, decided, false));
  }

  private static Value rows(Graph graph, Value each) {
    return graph.reshape(each, Shape.of(each.shape().rows(), each.shape().columns()));
  }

  @Override
  public double figure(Totals totals) {
    double[] counts = totals.sums().get(COUNTS);
    int classes = classes(counts);
    double right = 0;
    double all = 0;
    for (int i = 0; i < counts.length; i++) {
      all += counts[i];
      right += i / classes == i % classes ? counts[i] : 0;
    }
    return right / all;
  }

  @Override
  public Optional<HostTensor> table(Totals totals) {
    double[] counts = totals.sums().get(COUNTS);
    int classes = classes(counts);
    return Optional.of(HostTensor.of(name(), Shape.of(classes, classes), counts.clone()));
  }

  private static int classes(double[] counts) {
    return (int) Math.round(Math.sqrt(counts.length));
  }

  @Override
  public String toString() {
    return name();
  }
}
