package org.gradcl.graph;

/** The way in which a map or row operation reads an operand over a domain of rows × columns. */
public enum Access {
  /** One number an element: the operand has the domain's shape. */
  FULL,
  /** One number a column, repeated over the rows: a bias. */
  PER_COLUMN,
  /** One number a row, repeated over the columns. */
  PER_ROW,
  /** One number for all elements. */
  SCALAR
}
