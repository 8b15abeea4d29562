package org.gradcl.conformance.sequence;

import java.util.Map;

/**
 * Attention by its definition, one head and one query after the other.
 *
 * @param batch samples
 * @param queries of each
 * @param keys of each
 * @param width of the queries
 * @param heads of the queries
 * @param keyHeads of keys and values
 * @param causal whether query i sees the keys up to i alone
 * @param rotary the base of rotary positions, 0 for none
 */
record AttentionDefinition(
    int batch,
    int queries,
    int keys,
    int width,
    int heads,
    int keyHeads,
    boolean causal,
    double rotary) {

  /** The result from query, key, value, parameters, and a padding mask where there is one. */
  double[] of(Map<String, double[]> numbers) {
    int each = width / heads;
    int keyWidth = each * keyHeads;
    double[] query = numbers.get("query");
    double[] key = numbers.getOrDefault("key", query);
    double[] value = numbers.getOrDefault("value", key);
    double[] padding = numbers.get("padding");
    double[] bias = numbers.get("in_proj_bias");
    double[] q = projected(numbers, "q_proj_weight", 0, query, batch * queries, bias, 0, width);
    double[] k =
        projected(numbers, "k_proj_weight", width, key, batch * keys, bias, width, keyWidth);
    double[] v =
        projected(
            numbers,
            "v_proj_weight",
            2 * width,
            value,
            batch * keys,
            bias,
            width + keyWidth,
            keyWidth);
    turn(q, queries, each);
    turn(k, keys, each);
    double[] mean = new double[batch * queries * width];
    for (int b = 0; b < batch; b++) {
      for (int head = 0; head < heads; head++) {
        int first = head * each;
        int keyFirst = head / (heads / keyHeads) * each;
        for (int i = 0; i < queries; i++) {
          double[] weights = new double[keys];
          double sum = 0;
          for (int j = 0; j < keys; j++) {
            boolean hidden = (causal && j > i) || (padding != null && padding[b * keys + j] != 0);
            double score = 0;
            for (int d = 0; d < each; d++) {
              score +=
                  q[(b * queries + i) * width + first + d]
                      * k[(b * keys + j) * keyWidth + keyFirst + d];
            }
            weights[j] = hidden ? 0 : Math.exp(score / Math.sqrt(each));
            sum += weights[j];
          }
          for (int d = 0; d < each; d++) {
            double total = 0;
            for (int j = 0; j < keys; j++) {
              total += weights[j] * v[(b * keys + j) * keyWidth + keyFirst + d];
            }
            mean[(b * queries + i) * width + first + d] = sum == 0 ? 0 : total / sum;
          }
        }
      }
    }
    return affine(
        mean,
        batch * queries,
        numbers.get("out_proj.weight"),
        0,
        numbers.get("out_proj.bias"),
        0,
        width);
  }

  /** Turns the pairs of each head of each place. */
  private void turn(double[] x, int times, int each) {
    int half = each / 2;
    int perPlace = x.length / (batch * times);
    for (int head = 0; rotary > 0 && head < x.length / each; head++) {
      int time = head * each / perPlace % times;
      for (int i = 0; i < half; i++) {
        double angle = time / Math.pow(rotary, 2.0 * i / each);
        double first = x[head * each + i];
        double second = x[head * each + half + i];
        x[head * each + i] = first * Math.cos(angle) - second * Math.sin(angle);
        x[head * each + half + i] = second * Math.cos(angle) + first * Math.sin(angle);
      }
    }
  }

  private static double[] projected(
      Map<String, double[]> numbers,
      String own,
      int firstRow,
      double[] x,
      int count,
      double[] bias,
      int firstBias,
      int outputs) {
    double[] shared = numbers.get("in_proj_weight");
    return shared == null
        ? affine(x, count, numbers.get(own), 0, bias, firstBias, outputs)
        : affine(x, count, shared, firstRow, bias, firstBias, outputs);
  }

  /** x·Wᵀ + b with some rows of W, b being 0 where there is none. */
  private static double[] affine(
      double[] x,
      int count,
      double[] weight,
      int firstRow,
      double[] bias,
      int firstBias,
      int outputs) {
    int inputs = x.length / count;
    double[] y = new double[count * outputs];
    for (int n = 0; n < count; n++) {
      for (int row = 0; row < outputs; row++) {
        double sum = bias == null ? 0 : bias[firstBias + row];
        for (int i = 0; i < inputs; i++) {
          sum += weight[(firstRow + row) * inputs + i] * x[n * inputs + i];
        }
        y[n * outputs + row] = sum;
      }
    }
    return y;
  }
}
