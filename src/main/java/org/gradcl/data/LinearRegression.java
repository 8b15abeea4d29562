package org.gradcl.data;

import java.util.Arrays;
import java.util.function.DoubleConsumer;
import org.gradcl.tensor.Shape;

/**
 * Linear least squares with an intercept, in float64: a baseline for networks.
 *
 * <pre>
 * X  [n, p]   inputs, a column of ones in front: A = (1 X), [n, p + 1]
 * Y  [n, t]   targets
 * W  [p + 1, t]   minimises ‖A·W − Y‖;   ŷ = W₀ + Σⱼ xⱼ·Wⱼ
 * </pre>
 *
 * <p>Solved by Householder QR with column pivoting, A·P = Q·R, which finds the rank r of A: columns
 * that the others span, as one-hot columns do together with the ones, get the weight 0. Predictions
 * do not depend on which of them these are. Source: G. H. Golub, C. F. Van Loan, Matrix
 * Computations, 4th edition, algorithm 5.4.1.
 *
 * <p>Takes n·(p + 1 + t) doubles of memory and about 2n(p + 1)(p + 1 + t) operations. Immutable and
 * safe for use by several threads.
 */
public final class LinearRegression {
  private final int inputs;
  private final int targets;

  /** The weights of each target, intercept first: weights[target][0 … p]. */
  private final double[][] weights;

  private final int rank;

  private LinearRegression(int inputs, int targets, double[][] weights, int rank) {
    this.inputs = inputs;
    this.targets = targets;
    this.weights = weights;
    this.rank = rank;
  }

  /**
   * Fits the weights to all samples of a data set; inputs and targets are taken as flat.
   *
   * @param data inputs of one axis, with targets to fit
   * @return the fitted weights
   * @throws IllegalStateException if the data set has no targets
   */
  public static LinearRegression fit(ArrayDataSet data) {
    return fit(data, share -> {});
  }

  /**
   * Fits the weights as {@link #fit(ArrayDataSet)} does, and reports its progress: with thousands
   * of inputs it takes minutes.
   *
   * @param data inputs of one axis, with targets to fit
   * @param progress receives the completed share, from 0 to 1, after each column, on the calling
   *     thread
   * @return the fitted weights
   * @throws IllegalStateException if the data set has no targets
   */
  public static LinearRegression fit(ArrayDataSet data, DoubleConsumer progress) {
    int rows = Math.toIntExact(data.samples());
    int inputs = data.inputShape().elements();
    int targets = data.targetShape().elements();
    double[][] a = new double[inputs + 1][];
    a[0] = new double[rows];
    Arrays.fill(a[0], 1);
    for (int j = 0; j < inputs; j++) {
      a[j + 1] = column(data.inputs(), rows, inputs, j);
    }
    double[][] y = new double[targets][];
    for (int j = 0; j < targets; j++) {
      y[j] = column(data.targets(), rows, targets, j);
    }
    PivotedQr qr = new PivotedQr(a, progress);
    double[][] weights = new double[targets][];
    for (int j = 0; j < targets; j++) {
      weights[j] = qr.solve(y[j]);
    }
    return new LinearRegression(inputs, targets, weights, qr.rank());
  }

  /** {@return the rank of (1 X): how many of its columns are independent} */
  public int rank() {
    return rank;
  }

  /**
   * {@return the weight of an input, counted from 0, for a target}
   *
   * @param target its index
   * @param input its index
   */
  public double weight(int target, int input) {
    return weights[target][input + 1];
  }

  /**
   * {@return the intercept of a target: its prediction where all inputs are 0}
   *
   * @param target its index
   */
  public double intercept(int target) {
    return weights[target][0];
  }

  /**
   * Predicts the targets of all samples of a data set.
   *
   * @param data inputs of one axis, with targets to fit
   * @return [samples, targets], in the units of the targets that were fitted
   * @throws DataException if the inputs have another size than those that were fitted
   */
  public float[] predict(ArrayDataSet data) {
    Shape shape = data.inputShape();
    if (shape.elements() != inputs) {
      throw new DataException(
          String.format(
              "The regression was fitted to %d inputs, the data has the input shape %s",
              inputs, shape));
    }
    int rows = Math.toIntExact(data.samples());
    float[] x = data.inputs();
    float[] predictions = new float[Math.multiplyExact(rows, targets)];
    for (int row = 0; row < rows; row++) {
      for (int target = 0; target < targets; target++) {
        double sum = weights[target][0];
        for (int j = 0; j < inputs; j++) {
          sum += weights[target][j + 1] * x[row * inputs + j];
        }
        predictions[row * targets + target] = (float) sum;
      }
    }
    return predictions;
  }

  private static double[] column(float[] matrix, int rows, int columns, int column) {
    double[] values = new double[rows];
    for (int row = 0; row < rows; row++) {
      values[row] = matrix[row * columns + column];
    }
    return values;
  }
}
