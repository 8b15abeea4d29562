package org.gradcl.cli.training;

import java.util.function.Supplier;

/**
 * An error of the command line itself: a value that its flag can't have, a missing flag, or flags
 * that exclude each other.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what was asked, what was found and what to do. */
  public UsageException(String message) {
    super(message);
  }

  private UsageException(RuntimeException cause) {
    super(cause.getMessage(), cause);
  }

  /**
   * A flag's value as the library reads it.
   *
   * @throws UsageException if the library refuses it, in its words
   */
  public static <T> T value(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e);
    }
  }
}
