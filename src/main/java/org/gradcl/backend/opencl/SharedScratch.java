package org.gradcl.backend.opencl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.gradcl.backend.opencl.memory.DeviceBuffer;
import org.gradcl.backend.opencl.memory.OpenClContext;

/**
 * A buffer that all plans of a state share because only one runs at a time. A plan that needs more
 * gets a larger one; the plans before keep theirs, to which their arguments are bound, until they
 * close.
 */
final class SharedScratch {
  private final OpenClContext context;
  private final String purpose;
  private final List<Lease> leases = new ArrayList<>();

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
        leases.remove(this);
        buffer.close();
      }
    }
  }

  /** The bytes that a plan would have to allocate. */
  long additionalBytes(long bytes) {
    return smallestOf(bytes).isPresent() ? 0 : bytes;
  }

  /** A hold on a buffer of at least so many bytes. */
  Lease acquire(long bytes) {
    Lease lease = smallestOf(bytes).orElseGet(() -> create(bytes));
    lease.holders++;
    return lease;
  }

  private Optional<Lease> smallestOf(long bytes) {
    return leases.stream()
        .filter(lease -> lease.buffer.bytes() >= bytes)
        .min(Comparator.comparingLong(lease -> lease.buffer.bytes()));
  }

  private Lease create(long bytes) {
    Lease lease = new Lease(Math.max(4, bytes));
    leases.add(lease);
    return lease;
  }
}
