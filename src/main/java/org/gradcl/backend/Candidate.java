package org.gradcl.backend;

import java.util.Optional;
import org.gradcl.device.DeviceDescription;
import org.gradcl.device.Precision;
import org.gradcl.device.Reason;

/**
 * A device that a provider found, or what it found in place of one. Opening nothing.
 *
 * @param description who and what it is
 * @param score how fast it is likely to be, higher is better; compared between devices only
 * @param rejection why it can't be used; empty if it can
 * @param opener opens the device; null if rejected
 * @param memory bytes of memory
 */
public record Candidate(
    DeviceDescription description,
    double score,
    Optional<Rejection> rejection,
    Opener opener,
    long memory) {

  /**
   * The reason why a candidate can't be used.
   *
   * @param reason the typed reason
   * @param detail what was found: a first line short enough for a headline, such as {@code
   *     libOpenCL not found}, then as many as it takes (a build log)
   */
  public record Rejection(Reason reason, String detail) {}

  /** Opens a device, checking that it computes rightly. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Opens the device.
     *
     * @throws DeviceRejectedException if it turns out to be unusable (self-test, build failure)
     */
    Device open();

    /**
     * Opens the device, with what a precision admits of its own; {@link Device#tensorRefusal} then
     * says what it does without.
     *
     * @throws DeviceRejectedException if it turns out to be unusable (self-test, build failure)
     */
    default Device open(Precision precision) {
      return open();
    }
  }

  /** A device that can be used. */
  public static Candidate usable(
      DeviceDescription description, double score, long memory, Opener opener) {
    return new Candidate(description, score, Optional.empty(), opener, memory);
  }

  /** Something that can't be used. */
  public static Candidate rejected(DeviceDescription description, Reason reason, String detail) {
    return new Candidate(description, 0, Optional.of(new Rejection(reason, detail)), null, 0);
  }
}
