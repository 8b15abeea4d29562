package org.gradcl.data;

import java.util.function.DoubleConsumer;

/**
 * The QR factorisation A·P = Q·R of an n×m matrix by Householder reflections with column pivoting,
 * and least squares with it.
 *
 * <p>At each step the column with the largest remaining norm is taken next and reflected onto its
 * first axis: H = I − 2vvᵀ/(vᵀv). The columns are scaled to norm 1 before, so that their units do
 * not matter. The columns left when all remaining norms are rounding errors, below max(n,
 * m)·2⁻⁵²·√m, depend on those taken, whose number is the rank. √m is the norm of the whole matrix:
 * rounding errors grow with it.
 */
final class PivotedQr {
  /** The columns of A; below the diagonal of R they hold the vectors v. */
  private final double[][] columns;

  /** columns[k] was the column order[k] of the given matrix. */
  private final int[] order;

  /** The norms of the given matrix's columns, 1 for those of zeros. */
  private final double[] norms;

  /** The diagonal of R, whose place is taken by the first element of v. */
  private final double[] diagonal;

  /** vᵀv of each reflection. */
  private final double[] squaredLength;

  private final int rank;

  /**
   * Factorises a matrix given by its columns; they are overwritten.
   *
   * @param progress receives the completed share of the work after each reflection
   */
  PivotedQr(double[][] columns, DoubleConsumer progress) {
    this.columns = columns;
    int m = columns.length;
    int n = columns[0].length;
    this.order = new int[m];
    this.diagonal = new double[m];
    this.squaredLength = new double[m];
    this.norms = new double[m];
    for (int j = 0; j < m; j++) {
      order[j] = j;
      norms[j] = normalise(columns[j]);
    }
    double tolerance = Math.max(n, m) * Math.ulp(1.0) * Math.sqrt(m);
    int step = 0;
    for (; step < Math.min(n, m); step++) {
      int pivot = largest(step);
      double norm = Math.sqrt(squares(columns[pivot], step));
      if (norm <= tolerance) {
        break;
      }
      swap(step, pivot);
      double[] v = columns[step];
      // The sign that avoids cancellation.
      diagonal[step] = v[step] > 0 ? -norm : norm;
      v[step] -= diagonal[step];
      squaredLength[step] = squares(v, step);
      for (int j = step + 1; j < m; j++) {
        reflect(step, columns[j]);
      }
      progress.accept(1 - work(n - step - 1, m - step - 1) / work(n, m));
    }
    this.rank = step;
  }

  /** Elements that the reflections of an n×m matrix change, but for a term of lower order. */
  private static double work(double n, double m) {
    double least = Math.min(n, m);
    return least * least * (Math.max(n, m) / 2 - least / 6);
  }

  /** The number of columns that do not depend on others. */
  int rank() {
    return rank;
  }

  /**
   * A vector x that minimises ‖A·x − y‖, 0 for the columns that depend on others.
   *
   * @param y as long as the columns; overwritten
   */
  double[] solve(double[] y) {
    for (int k = 0; k < rank; k++) {
      reflect(k, y);
    }
    double[] x = new double[columns.length];
    for (int k = rank - 1; k >= 0; k--) {
      double sum = y[k];
      for (int j = k + 1; j < rank; j++) {
        sum -= columns[j][k] * x[order[j]];
      }
      x[order[k]] = sum / diagonal[k];
    }
    for (int j = 0; j < x.length; j++) {
      x[j] /= norms[j];
    }
    return x;
  }

  /** Divides a vector by its norm, which it returns; one of zeros is left as it is. */
  private static double normalise(double[] vector) {
    double norm = Math.sqrt(squares(vector, 0));
    if (norm == 0) {
      return 1;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= norm;
    }
    return norm;
  }

  private void reflect(int step, double[] vector) {
    double[] v = columns[step];
    double dot = 0;
    for (int i = step; i < v.length; i++) {
      dot += v[i] * vector[i];
    }
    double factor = 2 * dot / squaredLength[step];
    for (int i = step; i < v.length; i++) {
      vector[i] -= factor * v[i];
    }
  }

  private int largest(int step) {
    int largest = step;
    double most = -1;
    for (int j = step; j < columns.length; j++) {
      // Computed again: updating the norms of the previous step loses digits as they shrink.
      double squares = squares(columns[j], step);
      if (squares > most) {
        most = squares;
        largest = j;
      }
    }
    return largest;
  }

  private void swap(int i, int j) {
    double[] column = columns[i];
    columns[i] = columns[j];
    columns[j] = column;
    int index = order[i];
    order[i] = order[j];
    order[j] = index;
  }

  private static double squares(double[] vector, int from) {
    double sum = 0;
    for (int i = from; i < vector.length; i++) {
      sum += vector[i] * vector[i];
    }
    return sum;
  }
}
