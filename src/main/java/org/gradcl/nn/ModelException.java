package org.gradcl.nn;

/**
 * A model that says two things that can't both be: a name that is used twice, or indices, of an
 * input or computed, that may be others than the rows of the table that they name.
 */
public final class ModelException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception whose message says where, what was found and what to do.
   *
   * @param message where, what was found and what to do
   */
  public ModelException(String message) {
    super(message);
  }
}
