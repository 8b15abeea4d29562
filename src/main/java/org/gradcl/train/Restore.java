package org.gradcl.train;

/** The part of a checkpoint that a trainer takes. */
public enum Restore {
  /**
   * Only the parameters, for fine-tuning: a new run begins at step 0, with a fresh optimiser state
   * and the builder's seed. Loss and optimiser are those of the builder, or else the checkpoint's;
   * so is the model, whose parameters must have the same names and shapes; where they differ,
   * {@link Parameters#load} takes those that fit. The attributes and the schema stay with the
   * model.
   */
  PARAMETERS,

  /**
   * Everything, to continue without a difference: parameters, optimiser state, step, total steps
   * and random key.
   */
  ALL
}
