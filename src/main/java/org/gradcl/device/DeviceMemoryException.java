package org.gradcl.device;

import java.util.OptionalInt;

/**
 * An allocation does not fit in a device's memory. The message says what was needed, what the
 * device has, the largest buffers and, where rows of a batch were asked for, how many would fit.
 */
public final class DeviceMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String need;
  private final int fittingRows;
  private final boolean ofBatch;

  private DeviceMemoryException(String need, String advice, boolean ofBatch, int fittingRows) {
    super(need + " " + advice);
    this.need = need;
    this.ofBatch = ofBatch;
    this.fittingRows = fittingRows;
  }

  /**
   * An exception that no smaller batch would avoid.
   *
   * @param need sentences: what was needed, what the device has, the largest buffers
   * @param advice a sentence: what to do
   */
  public static DeviceMemoryException of(String need, String advice) {
    return new DeviceMemoryException(need, advice, false, 0);
  }

  /**
   * An exception for the rows of a batch.
   *
   * @param need sentences: what was needed, what the device has, the largest buffers
   * @param fittingRows how many rows would fit; below 1 if not even one would
   */
  public static DeviceMemoryException ofBatch(String need, long fittingRows) {
    int rows = (int) Math.max(0, Math.min(fittingRows, Integer.MAX_VALUE));
    String advice =
        rows < 1
            ? "Not even a batch of one would fit; use a smaller model or a device with more memory."
            : "A batch of " + rows + " would fit.";
    return new DeviceMemoryException(need, advice, true, rows);
  }

  /**
   * The same need with a context and with other advice.
   *
   * @param context a sentence to begin with; may be empty
   * @param rows as in {@link #ofBatch}
   */
  public DeviceMemoryException advising(String context, int rows) {
    DeviceMemoryException advising = ofBatch(context.isEmpty() ? need : context + " " + need, rows);
    advising.initCause(this);
    return advising;
  }

  /**
   * {@return how many rows would fit: estimated if a device throws it, tried out if a trainer does;
   * 0 if not even one; empty if this is not about the rows of a batch}
   */
  public OptionalInt fittingRows() {
    return ofBatch ? OptionalInt.of(fittingRows) : OptionalInt.empty();
  }
}
