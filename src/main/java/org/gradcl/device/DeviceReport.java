package org.gradcl.device;

import java.util.List;
import java.util.Optional;

/**
 * The result of the choice of a device: every candidate of the providers that the policy admits,
 * each with a typed reason. A provider that the policy excludes is one row, unscanned. Immutable.
 *
 * @param decision the policy that counted and where it came from
 * @param rows in the order of providers and of their candidates
 * @param precision that was asked for, and what the chosen device makes of it
 */
public record DeviceReport(
    DeviceSettings.Decision decision, List<Row> rows, PrecisionReport precision) {

  /**
   * A candidate with its reason.
   *
   * @param engine the engine's name for people, such as {@code OpenCL}
   * @param description who and what it is
   * @param score its score; 0 if it can't be used
   * @param memory its memory in bytes; 0 if unknown
   * @param reason why it was chosen or not
   * @param detail a description of what was found; may have several lines; empty if the reason is
   *     enough
   */
  public record Row(
      String engine,
      DeviceDescription description,
      double score,
      long memory,
      Reason reason,
      String detail) {
    /** Whether this device could be used if the policy asked for it. */
    public boolean usable() {
      return reason instanceof SelectionReason
          && reason != SelectionReason.DENIED_BY_POLICY
          && reason != SelectionReason.TOO_LITTLE_MEMORY;
    }

    /** The first line of the detail; the reason's name if there is none. */
    public String brief() {
      return detail.lines().findFirst().orElse(reason.name());
    }
  }

  /** Copies the list. */
  public DeviceReport {
    rows = List.copyOf(rows);
  }

  /** The row of the chosen device; empty if there is none. */
  public Optional<Row> chosen() {
    return rows.stream().filter(row -> row.reason() == SelectionReason.CHOSEN).findFirst();
  }

  /** Which device trains and why, in one line. */
  public String headline() {
    return DeviceHeadline.of(this);
  }

  /** The headline, and a table of every candidate with its reason and what to do about it. */
  public String text() {
    return DeviceTable.of(this);
  }

  @Override
  public String toString() {
    return headline();
  }
}
