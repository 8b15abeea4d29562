package org.gradcl.backend.jvm.arithmetic;

/** The arithmetic that was asked for by name can't be had; the message says why. */
public final class ArithmeticUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ArithmeticUnavailableException(String reason) {
    super("The Vector API was asked for but cannot be used: " + reason);
  }
}
