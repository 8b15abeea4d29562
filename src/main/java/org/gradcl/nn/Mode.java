package org.gradcl.nn;

/** The purpose of a model's forward pass, since some layers compute differently. */
public enum Mode {
  /** Parameters are being learnt: dropout drops. */
  TRAINING,
  /** Predictions are wanted: nothing is random. */
  INFERENCE
}
