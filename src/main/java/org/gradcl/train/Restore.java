package org.gradcl.train;

/** The part of a checkpoint that a trainer takes. */
public enum Restore {
  /**
   * The parameters alone, for fine-tuning: a run of its own begins at step 0, with a fresh
   * optimiser state and the builder's seed. Loss and optimiser are those of the builder, or else
   * the checkpoint's; so is the model, whose parameters must have the same names and shapes. The
   * attributes and the schema stay with the model.
   */
  PARAMETERS,

  /**
   * Everything, to go on as if nothing had been in between: parameters, optimiser state, step,
   * total steps and random key.
   */
  ALL
}
