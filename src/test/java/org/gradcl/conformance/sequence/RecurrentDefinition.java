package org.gradcl.conformance.sequence;

import java.util.Map;

/**
 * Recurrent layers by their definition, one number after the other, as PyTorch documents them.
 *
 * @param gates 4 for an LSTM with the gates i, f, g, o; 3 for a GRU with r, z, n
 * @param layers one above the other
 * @param last whether the last state is the result
 */
record RecurrentDefinition(
    int gates, int batch, int time, int features, int hidden, int layers, boolean last) {

  /** The result from x, parameters, and lengths where there are any. */
  double[] of(Map<String, double[]> numbers) {
    double[] below = numbers.get("x");
    int width = features;
    for (int layer = 0; layer < layers; layer++) {
      below = layer(numbers, below, width, layer);
      width = hidden;
    }
    double[] lengths = numbers.get("lengths");
    double[] result = new double[batch * (last ? 1 : time) * hidden];
    for (int b = 0; b < batch; b++) {
      int end = lengths == null ? time : (int) lengths[b];
      for (int j = 0; j < hidden; j++) {
        if (last) {
          result[b * hidden + j] = below[(b * time + end - 1) * hidden + j];
        }
        for (int t = 0; !last && t < end; t++) {
          result[(b * time + t) * hidden + j] = below[(b * time + t) * hidden + j];
        }
      }
    }
    return result;
  }

  private double[] layer(Map<String, double[]> numbers, double[] x, int width, int layer) {
    double[] states = new double[batch * time * hidden];
    for (int b = 0; b < batch; b++) {
      double[] h = new double[hidden];
      double[] c = new double[hidden];
      for (int t = 0; t < time; t++) {
        double[] at =
            java.util.Arrays.copyOfRange(x, (b * time + t) * width, (b * time + t + 1) * width);
        double[] input = affine(numbers, "ih_l" + layer, at);
        double[] state = affine(numbers, "hh_l" + layer, h);
        for (int j = 0; j < hidden; j++) {
          if (gates == 4) {
            double i = sigmoid(input[j] + state[j]);
            double f = sigmoid(input[hidden + j] + state[hidden + j]);
            double g = Math.tanh(input[2 * hidden + j] + state[2 * hidden + j]);
            double o = sigmoid(input[3 * hidden + j] + state[3 * hidden + j]);
            c[j] = f * c[j] + i * g;
            h[j] = o * Math.tanh(c[j]);
          } else {
            double r = sigmoid(input[j] + state[j]);
            double z = sigmoid(input[hidden + j] + state[hidden + j]);
            double n = Math.tanh(input[2 * hidden + j] + r * state[2 * hidden + j]);
            h[j] = (1 - z) * n + z * h[j];
          }
          states[(b * time + t) * hidden + j] = h[j];
        }
      }
    }
    return states;
  }

  /** W·x + b, b being 0 where there is none. */
  private double[] affine(Map<String, double[]> numbers, String suffix, double[] x) {
    double[] weight = numbers.get("weight_" + suffix);
    double[] bias = numbers.get("bias_" + suffix);
    double[] result = new double[gates * hidden];
    for (int row = 0; row < result.length; row++) {
      double sum = bias == null ? 0 : bias[row];
      for (int k = 0; k < x.length; k++) {
        sum += weight[row * x.length + k] * x[k];
      }
      result[row] = sum;
    }
    return result;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
