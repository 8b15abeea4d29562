package org.gradcl.plan;

/**
 * The place of one of a launch's results.
 *
 * @param place over the axes of the launch's domain
 * @param mode whether it replaces what is there
 * @param output the index of the tape's output that is stored
 */
public record Store(Place place, Mode mode, int output) {
  /** The ways to write a result. */
  public enum Mode {
    /** It replaces what is there. */
    STORE,
    /** It is added to what is there: accumulation, shared weights. */
    ADD
  }

  /** The same over the turned domain, whose rows are columns and the other way round. */
  public Store turned() {
    return new Store(place.turned(), mode, output);
  }
}
