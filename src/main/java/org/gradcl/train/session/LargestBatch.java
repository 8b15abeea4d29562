package org.gradcl.train.session;

import java.util.function.IntConsumer;
import org.gradcl.device.DeviceMemoryException;

/**
 * Finds the number of rows of a batch that fit where too many were asked for. A device can only
 * estimate it: it knows one plan, not the others that must fit beside it, and fragmented memory
 * holds less than its size.
 */
public final class LargestBatch {
  private LargestBatch() {}

  /**
   * The exception to throw: the refusal, with a number of rows that was tried out.
   *
   * @param refused the device's exception
   * @param context a sentence that says what was being loaded; may be empty
   * @param rows the number of rows asked for
   * @param trial loads what a number of rows needs and releases it, or throws as the device does
   */
  public static DeviceMemoryException advise(
      DeviceMemoryException refused, String context, int rows, IntConsumer trial) {
    if (refused.fittingRows().isEmpty()) {
      return refused;
    }
    // Estimates are cautious: one row is tried out even where none is expected to fit.
    int candidate = Math.min(Math.max(1, refused.fittingRows().getAsInt()), rows - 1);
    while (candidate > 0) {
      try {
        trial.accept(candidate);
        break;
      } catch (DeviceMemoryException e) {
        candidate = Math.min(e.fittingRows().orElse(0), candidate - 1);
      }
    }
    return refused.advising(context, candidate);
  }
}
