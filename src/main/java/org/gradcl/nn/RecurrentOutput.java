package org.gradcl.nn;

/** What a recurrent layer yields of the states of its last layer. */
public enum RecurrentOutput {
  /** All states, {@code [batch, time, hidden]}. */
  SEQUENCE,
  /** The state after the last step, {@code [batch, hidden]}. */
  LAST
}
