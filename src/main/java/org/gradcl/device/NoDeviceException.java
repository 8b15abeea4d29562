package org.gradcl.device;

/** No device satisfies the policy. The message is the whole {@link DeviceReport}. */
public final class NoDeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient DeviceReport report;

  /** An exception with the report of what was found. */
  public NoDeviceException(DeviceReport report) {
    super(report.text());
    this.report = report;
  }

  /** Every candidate with its reason. */
  public DeviceReport report() {
    return report;
  }
}
