package org.gradcl.plan;

/** The kinds of launch. A backend implements every kind. */
public enum LaunchKind {
  /** A matrix product with an elementwise epilogue. */
  MATMUL,
  /** Scalar expressions over a domain, with sums. */
  MAP,
  /** Reductions over the last axis alternating with scalar expressions. */
  ROW,
  /** Sums in the rows of a table, by indices. */
  SCATTER,
  /** Column sums, and the global norm for clipping. */
  REDUCE,
  /** The update of all parameters. */
  UPDATE
}
