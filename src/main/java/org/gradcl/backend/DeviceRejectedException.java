package org.gradcl.backend;

import org.gradcl.device.Reason;

/** A device that was found but turns out to be unusable when it is opened, with a typed reason. */
public final class DeviceRejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Candidate.Rejection rejection;

  /** An exception that carries the reason. */
  public DeviceRejectedException(Reason reason, String detail) {
    super(reason.name() + ": " + detail);
    this.rejection = new Candidate.Rejection(reason, detail);
  }

  /** Why it is unusable. */
  public Candidate.Rejection rejection() {
    return rejection;
  }
}
