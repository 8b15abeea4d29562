package org.gradcl.graph;

/** Two shapes that do not fit each other; the message names where, and both shapes. */
public final class ShapeMismatchException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** An exception whose message says what was asked, what was found and what to do. */
  public ShapeMismatchException(String message) {
    super(message);
  }
}
