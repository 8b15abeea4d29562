package org.gradcl.graph;

/**
 * The role of a named tensor of a model. Gradients and the optimiser's slots belong to a learnt
 * tensor and have no role of their own, see {@link StateLayout}.
 */
public enum Role {
  /** Learnt: read by forward and backward, written by the update. */
  PARAMETER,
  /** Read like a parameter, never written by a step. */
  FROZEN,
  /**
   * A running statistic: no gradient, no slots; read where no batch is to be judged by itself, and
   * moved by the update towards what the step has observed, see {@link Graph#observe}.
   */
  STATISTIC
}
