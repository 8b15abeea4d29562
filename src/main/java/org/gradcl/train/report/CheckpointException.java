package org.gradcl.train.report;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A model file or checkpoint that cannot be read, written or used. The message names the file, says
 * what was found and what to do.
 */
public final class CheckpointException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  /** What the file system or the format said, unchanged. */
  public CheckpointException(IOException cause) {
    super(cause.getMessage(), cause);
  }

  /** About a file, or what else a checkpoint was taken of. */
  public CheckpointException(Object origin, String found, String advice) {
    this(new IOException(origin + ": " + found + "; " + advice));
  }
}
