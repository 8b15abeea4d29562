package org.gradcl.backend.opencl.tuning;

import static org.gradcl.backend.opencl.tuning.Extents.ceilDivide;

/**
 * How a product is computed on a GPU.
 *
 * @param group what a work-group computes, by which body
 * @param partTerms inner terms of a part, where the inner extent is cut into parts that a second
 *     kernel adds up; 0 where it is not
 * @param sumTerms terms after which a sum in registers begins anew; 0: never
 */
public record ProductChoice(ProductGroup group, int partTerms, int sumTerms) {
  /** Whether a second kernel adds up parts. */
  public boolean isSplit() {
    return partTerms > 0;
  }

  /** The number of parts of an inner extent, at least 1. */
  public int parts(int k) {
    return isSplit() ? Math.max(1, ceilDivide(k, partTerms)) : 1;
  }

  /** For people: the variant with its macros, and how sums are cut. */
  public String describe() {
    return group.variant().describe()
        + (isSplit() ? ", parts of " + partTerms : "")
        + (sumTerms > 0 ? ", sums of " + sumTerms : "");
  }
}
