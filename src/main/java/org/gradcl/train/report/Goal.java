package org.gradcl.train.report;

/** The direction in which a figure improves. */
public enum Goal {
  /** Less is better, as of a loss or an error. */
  MINIMIZE,
  /** More is better, as of an accuracy. */
  MAXIMIZE;

  /**
   * {@return whether a figure is an improvement} An equal one is not, and NaN never is.
   *
   * @param figure the new one
   * @param best the best so far
   */
  public boolean isBetter(double figure, double best) {
    return this == MINIMIZE ? figure < best : figure > best;
  }

  /** {@return the value that every finite figure improves on} */
  public double worst() {
    return this == MINIMIZE ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }
}
