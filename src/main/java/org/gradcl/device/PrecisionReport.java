package org.gradcl.device;

/**
 * The precision that was asked for, and the one that the chosen device computes with. Immutable.
 *
 * @param asked by the program
 * @param used by the device
 * @param reason why it is another than was asked for; empty if it is not
 */
public record PrecisionReport(Precision asked, Precision used, String reason) {
  /** For people, such as {@code FLOAT32, since it has no tensor cores for TF32}. */
  public String text() {
    return reason.isEmpty() ? used.name() : used.name() + ", since " + reason;
  }

  @Override
  public String toString() {
    return text();
  }
}
