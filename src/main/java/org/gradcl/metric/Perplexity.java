package org.gradcl.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.loss.ClassLoss;
import org.gradcl.loss.PredictionLoss;
import org.gradcl.tensor.Shape;

/**
 * How many classes a model wavers between: e to the mean of a negative log-likelihood, which counts
 * what the loss counts. Source: Jelinek et al., Perplexity, 1977.
 *
 * @param loss the negative log-likelihood; its reduction does not matter
 */
public record Perplexity(PredictionLoss loss) implements Metric {
  private static final String LOSSES = "losses";
  private static final String COUNTED = "counted";

  /** Checks that nothing is missing. */
  public Perplexity {
    Objects.requireNonNull(loss, "loss");
  }

  @Override
  public String name() {
    return loss instanceof ClassLoss classes
        ? "perplexity" + Decisions.describe(classes.targets().ignored())
        : "perplexity";
  }

  @Override
  public void requireShapes(Shape prediction, Shape target) {
    Shape wanted = loss.targetShape(prediction);
    if (!wanted.equals(target)) {
      throw new ShapeMismatchException(
          String.format(
              "The metric %s takes targets of the shape %s for a prediction of the shape %s a"
                  + " sample, found %s",
              name(), wanted, prediction, target));
    }
  }

  @Override
  public Map<String, Value> append(Graph graph, Value prediction, Value target) {
    Map<String, Value> sums = new LinkedHashMap<>();
    sums.put(LOSSES, graph.sum(loss.each(graph, prediction, target), Extent.ALL));
    loss.counts(graph, List.of(prediction), Optional.of(target))
        .ifPresent(each -> sums.put(COUNTED, graph.sum(each, Extent.ALL)));
    return sums;
  }

  @Override
  public double figure(Totals totals) {
    double counted = totals.sums().containsKey(COUNTED) ? totals.sum(COUNTED) : totals.elements();
    return Math.exp(totals.sum(LOSSES) / counted);
  }

  @Override
  public String toString() {
    return name();
  }
}
