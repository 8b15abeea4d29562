package org.gradcl.train.report;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A model file or checkpoint that cannot be read, written or used. The message names the file, says
 * what was found and what to do.
 */
public final class CheckpointException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  /** An exception with the message of the file system or the format. */
  public CheckpointException(IOException cause) {
    super(cause.getMessage(), cause);
  }

  /** An exception about a file, or about another origin of a checkpoint. */
  public CheckpointException(Object origin, String found, String advice) {
    this(new IOException(origin + ": " + found + "; " + advice));
  }
}
