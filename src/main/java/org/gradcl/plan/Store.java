package org.gradcl.plan;

/**
 * Where one of a launch's results goes.
 *
 * @param view its place, of the launch's domain
 * @param mode whether it replaces what is there
 * @param output the index of the tape's output that is stored
 */
public record Store(View view, Mode mode, int output) {
  /** How a result is written. */
  public enum Mode {
    /** It replaces what is there. */
    STORE,
    /** It is added to what is there: accumulation, shared weights. */
    ADD
  }
}
