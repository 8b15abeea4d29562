package org.gradcl.graph;

/** The part of a step that a value belongs to, in the order in which a step flows. */
public enum Phase {
  /** From the inputs to the prediction. */
  FORWARD,
  /** The loss, and its gradient by the prediction. */
  LOSS,
  /** From the loss's gradient back to the gradient of every parameter. */
  BACKWARD,
  /** Clipping and the weight update. */
  UPDATE
}
