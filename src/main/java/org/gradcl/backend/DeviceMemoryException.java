package org.gradcl.backend;

/**
 * What is to be allocated does not fit in a device's memory; the message says what was needed, what
 * the device has, the largest buffers and what would fit.
 */
public final class DeviceMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message as described. */
  public DeviceMemoryException(String message) {
    super(message);
  }
}
