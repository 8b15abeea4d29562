package org.gradcl.nn;

/** What a model's forward pass is for; some layers compute differently. */
public enum Mode {
  /** Parameters are being learnt: dropout drops. */
  TRAINING,
  /** Predictions are wanted: nothing is random. */
  INFERENCE
}
