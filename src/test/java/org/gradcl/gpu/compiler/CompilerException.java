package org.gradcl.gpu.compiler;

/** A compiler that refused a kernel, or did not answer; the message holds what it said. */
public final class CompilerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CompilerException(String message) {
    super(message);
  }
}
