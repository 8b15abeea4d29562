package org.gradcl.backend.jvm.product;

/** The order in which a product adds along its inner extent. */
public enum SumOrder {
  /**
   * One product after the other, in parts of 256: that of a row does not depend on how many rows
   * there are, nor on the body, so that a prediction has the same bits in any batch.
   */
  SEQUENTIAL,

  /**
   * That or, for few rows, in as many sums as a vector has lanes, which are added up in the end:
   * lines of both factors are read as whole vectors; or in parts of an eighth of the inner extent,
   * so that each thread reads its share of B's rows. For training, where the rows of one batch are
   * always as many.
   */
  IN_LANES
}
