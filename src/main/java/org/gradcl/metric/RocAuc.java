package org.gradcl.metric;

import java.util.Arrays;
import java.util.Map;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * The area under the receiver operating characteristic: the share of pairs of a one and a zero in
 * which the one has the larger prediction, ties counting half.
 *
 * <pre>
 * R = Σ ranks of the ones among all predictions, equal ones having their mean rank from 1 on
 * AUC = (R − n₁(n₁ + 1)/2) / (n₁·n₀)
 * </pre>
 *
 * <p>Exact: all predictions are gathered and sorted on the host, in eight bytes a number, and there
 * are no thresholds in between. Targets above ½ are ones. Each place on the last axis is an output
 * of its own; the figure is the mean over those that have ones and zeros, NaN if none has, or if a
 * prediction is NaN. Source: Hanley and McNeil, The Meaning and Use of the Area under a ROC Curve,
 * 1982.
 */
public record RocAuc() implements Metric {
  @Override
  public String name() {
    return "roc_auc";
  }

  @Override
  public void requireShapes(Shape prediction, Shape target) {
    ScalarMetric.requireSameShape(name(), prediction, target);
  }

  @Override
  public boolean gathers() {
    return true;
  }

  @Override
  public Map<String, Value> append(Graph graph, Value prediction, Value target) {
    return Map.of();
  }

  @Override
  public double figure(Totals totals) {
    Pairs pairs = totals.pairs().orElseThrow();
    for (int i = 0; i < pairs.count(); i++) {
      if (Float.isNaN(pairs.prediction(i))) {
        return Double.NaN;
      }
    }
    int outputs = totals.columns();
    double sum = 0;
    int judged = 0;
    for (int output = 0; output < outputs; output++) {
      double area = area(pairs, output, outputs);
      if (!Double.isNaN(area)) {
        sum += area;
        judged++;
      }
    }
    return judged == 0 ? Double.NaN : sum / judged;
  }

  private static double area(Pairs pairs, int output, int outputs) {
    long[] sorted = new long[pairs.count() / outputs];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = key(pairs.prediction(i * outputs + output), i);
    }
    Arrays.sort(sorted);
    double ranks = 0;
    double ones = 0;
    for (int first = 0; first < sorted.length; ) {
      int end = first + 1;
      while (end < sorted.length && sorted[end] >> Integer.SIZE == sorted[first] >> Integer.SIZE) {
        end++;
      }
      double meanRank = (first + 1 + end) / 2.0;
      for (int i = first; i < end; i++) {
        if (pairs.target((int) sorted[i] * outputs + output) > 0.5) {
          ranks += meanRank;
          ones++;
        }
      }
      first = end;
    }
    double zeros = sorted.length - ones;
    return (ranks - ones * (ones + 1) / 2) / (ones * zeros);
  }

  /** The prediction above, the row below: bits of floats that are ordered as whole numbers are. */
  private static long key(float prediction, int row) {
    // Adding 0 makes −0 a 0.
    int bits = Float.floatToIntBits(prediction + 0f);
    int ordered = bits ^ ((bits >> (Integer.SIZE - 1)) & Integer.MAX_VALUE);
    return (long) ordered << Integer.SIZE | row;
  }
}
