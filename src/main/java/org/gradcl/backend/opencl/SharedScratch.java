package org.gradcl.backend.opencl;

import org.gradcl.backend.opencl.memory.DeviceBuffer;
import org.gradcl.backend.opencl.memory.OpenClContext;

/**
 * A buffer that all plans of a state share because only one runs at a time, as large as the largest
 * of them needs. A plan that needs more gets a larger one; the plans before keep theirs, to which
 * their arguments are bound, until they close.
 */
final class SharedScratch {
  private final OpenClContext context;
  private final String purpose;
  private Lease current;

  SharedScratch(OpenClContext context, String purpose) {
    this.context = context;
    this.purpose = purpose;
  }

  /** A plan's hold on the buffer. */
  final class Lease {
    private final DeviceBuffer buffer;
    private int holders;

    private Lease(long bytes) {
      buffer = new DeviceBuffer(context, bytes, purpose);
    }

    DeviceBuffer buffer() {
      return buffer;
    }

    /** Gives the hold back; the last one releases the buffer. */
    void release() {
      holders--;
      if (holders == 0) {
        buffer.close();
        if (current == this) {
          current = null;
        }
      }
    }
  }

  /** The bytes that a plan would have to allocate. */
  long additionalBytes(long bytes) {
    return current != null && current.buffer.bytes() >= bytes ? 0 : bytes;
  }

  /** A hold on a buffer of at least so many bytes. */
  Lease acquire(long bytes) {
    if (current == null || current.buffer.bytes() < bytes) {
      current = new Lease(Math.max(4, bytes));
    }
    current.holders++;
    return current;
  }
}
