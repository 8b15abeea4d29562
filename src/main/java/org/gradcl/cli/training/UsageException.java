package org.gradcl.cli.training;

import java.util.function.Supplier;

/**
 * A command line that is wrong whatever the data, the files and the devices are: a value that its
 * flag can't have, a flag that is missing or does not go with another.
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
   * What the library makes of a flag.
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
