package org.gradcl.device;

/**
 * A plan exceeds a limit of a device's driver other than its memory. The message says what was
 * asked, what the device can do, and what to do.
 */
public final class DeviceLimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception with a message.
   *
   * @param message what was asked, what the device does, and what to do
   */
  public DeviceLimitException(String message) {
    super(message);
  }
}
