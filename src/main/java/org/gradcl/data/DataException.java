package org.gradcl.data;

/**
 * Data that cannot be used: empty, of the wrong size, not finite, or not as a schema says. The
 * message says what was asked, what was found, where, and what to do.
 */
public class DataException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception with a message.
   *
   * @param message what was asked, what was found, where, and what to do
   */
  public DataException(String message) {
    super(message);
  }

  /**
   * An exception with a message and the failure it reports.
   *
   * @param message what was asked, what was found, where, and what to do
   * @param cause the failure that it reports
   */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
