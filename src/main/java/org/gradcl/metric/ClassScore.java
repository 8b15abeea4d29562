package org.gradcl.metric;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.select;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.gradcl.catalogue.Description;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * Precision, recall and their harmonic mean, from three counts of each class.
 *
 * <pre>
 * hits      decided for the class, and right     precision   hits / decided
 * decided   decided for the class                recall      hits / actual
 * actual    targets of the class                 f1          2·hits / (decided + actual)
 * </pre>
 *
 * <p>Targets are class indices, or 0 and 1 of the logits' shape, whose last axis then counts the
 * classes; a sample of one logit has one class, of the ones. 0/0 is 0, as in scikit-learn. Source:
 * van Rijsbergen, Information Retrieval, 1979.
 *
 * @param kind which of the three
 * @param average how the classes' figures become one
 * @param ignored a class index that is not counted, if there is one
 */
public record ClassScore(Kind kind, Average average, OptionalInt ignored) implements Metric {
  /** What is asked of the decisions for a class. */
  public enum Kind {
    /** How many of them are right. */
    PRECISION,
    /** How many of its targets they find. */
    RECALL,
    /** The harmonic mean of both. */
    F1
  }

  private static final String HITS = "hits";
  private static final String DECIDED = "decided";
  private static final String ACTUAL = "actual";

  /** Checks that nothing is missing. */
  public ClassScore {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(average, "average");
    Objects.requireNonNull(ignored, "ignored");
  }

  static ClassScore of(Kind kind) {
    return new ClassScore(kind, Average.MACRO, OptionalInt.empty());
  }

  /**
   * {@return this metric with another average}
   *
   * @param other in place of the present one
   */
  public ClassScore withAverage(Average other) {
    return new ClassScore(kind, other, ignored);
  }

  /**
   * {@return this metric without the targets of an index, such as those of padding}
   *
   * @param index such as −100
   */
  public ClassScore ignoring(int index) {
    return new ClassScore(kind, average, OptionalInt.of(index));
  }

  @Override
  public String name() {
    return kind.name().toLowerCase(Locale.ROOT)
        + (average == Average.MACRO ? "" : " average=" + Description.lowerCase(average))
        + Decisions.describe(ignored);
  }

  @Override
  public void requireShapes(Shape prediction, Shape target) {
    Decisions.requireDecisions(name(), prediction, target, ignored);
  }

  @Override
  public Map<String, Value> append(Graph graph, Value prediction, Value target) {
    Value decided;
    Value actual;
    if (prediction.shape().equals(target.shape())) {
      decided = Columns.of(graph, graph.map(prediction, z -> Decisions.indicator(z.greater(0))));
      actual = Columns.of(graph, graph.map(target, y -> Decisions.indicator(y.greater(0.5))));
    } else {
      Shape domain = prediction.shape();
      Value chosen = Decisions.chosen(graph, prediction);
      decided = Decisions.oneHot(graph, domain, chosen, target, ignored);
      actual = Decisions.oneHot(graph, domain, target, target, ignored);
    }
    Map<String, Value> sums = new LinkedHashMap<>();
    sums.put(
        HITS,
        graph.sum(
            graph.map(
                decided,
                actual,
                (d, a) -> select(d.greater(0), Decisions.indicator(a.greater(0)), constant(0))),
            Extent.LEADING));
    sums.put(DECIDED, graph.sum(decided, Extent.LEADING));
    sums.put(ACTUAL, graph.sum(actual, Extent.LEADING));
    return sums;
  }

  @Override
  public double figure(Totals totals) {
    double[] hits = totals.sums().get(HITS);
    double[] decided = totals.sums().get(DECIDED);
    double[] actual = totals.sums().get(ACTUAL);
    double sum = 0;
    int classes = 0;
    double allHits = 0;
    double allDecided = 0;
    double allActual = 0;
    for (int i = 0; i < hits.length; i++) {
      if (decided[i] + actual[i] > 0) {
        sum += score(hits[i], decided[i], actual[i]);
        classes++;
      }
      allHits += hits[i];
      allDecided += decided[i];
      allActual += actual[i];
    }
    return average == Average.MICRO
        ? score(allHits, allDecided, allActual)
        : classes == 0 ? 0 : sum / classes;
  }

  private double score(double hits, double decided, double actual) {
    double of =
        switch (kind) {
          case PRECISION -> decided;
          case RECALL -> actual;
          case F1 -> (decided + actual) / 2;
        };
    return of == 0 ? 0 : hits / of;
  }

  @Override
  public String toString() {
    return name();
  }
}
