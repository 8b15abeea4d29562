package org.gradcl.graph;

/** What a named tensor that outlives a step is for. */
public enum Role {
  /** Learnt: read by forward and backward, written by the update. */
  PARAMETER,
  /** Read like a parameter, never written by a step. */
  FROZEN,
  /** Written by forward (running statistics). */
  BUFFER,
  /** The optimiser's memory of a parameter, such as its momentum. */
  SLOT,
  /** The gradient of the loss by a parameter. */
  GRADIENT
}
