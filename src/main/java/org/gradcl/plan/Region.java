package org.gradcl.plan;

/** The memories of float32 numbers that launches read and write; each is one flat array. */
public enum Region {
  /** Learnt tensors, one after the other, then running statistics; belongs to the state. */
  PARAMETER,
  /** Tensors that no step writes; belongs to the state. */
  FROZEN,
  /**
   * Gradients, then what is observed of running statistics, placed as their tensors are; belongs to
   * the state.
   */
  GRADIENT,
  /** Optimiser slots, each placed as the learnt tensors are, one slot after the other; state. */
  SLOT,
  /**
   * The batch: one contiguous block for each batch buffer of the executable, filled in one
   * transfer.
   */
  INPUT,
  /** Values that live within a step; shared by all plans of a state, reused within a plan. */
  WORKSPACE,
  /** Named outputs; they live until the executable's next run. */
  OUTPUT
}
