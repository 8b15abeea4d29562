package org.gradcl.backend.opencl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.discovery.OpenClException;
import org.gradcl.device.DeviceMemoryException;
import org.gradcl.text.ByteSize;
import org.jocl.CL;

/**
 * Counts memory before it is allocated: no driver of a CPU device enforces a limit, so the
 * operating system would kill a process that takes too much.
 */
final class MemoryBudget {
  private static final Set<Integer> OF_MEMORY =
      Set.of(
          CL.CL_MEM_OBJECT_ALLOCATION_FAILURE,
          CL.CL_OUT_OF_RESOURCES,
          CL.CL_OUT_OF_HOST_MEMORY,
          CL.CL_INVALID_BUFFER_SIZE);

  /** The share of a batch that may fit where the driver does not say how much memory is free. */
  private static final double DRIVERS_FIRST_GUESS = 0.5;

  private final String purpose;
  private final Map<String, Long> buffers = new LinkedHashMap<>();
  private OptionalInt rows = OptionalInt.empty();
  private long mostRows = Long.MAX_VALUE;

  /** An empty budget for something, such as {@code a batch of 128}. */
  MemoryBudget(String purpose) {
    this.purpose = purpose;
  }

  /** Adds a buffer; none is smaller than a word. */
  MemoryBudget add(String buffer, long bytes) {
    buffers.merge(buffer, Math.max(bytes, 4), Math::addExact);
    return this;
  }

  /** Says that everything grows with the rows of a batch. */
  MemoryBudget perRows(int count) {
    rows = OptionalInt.of(count);
    return this;
  }

  /** Says how many rows the host can send at once, since its buffers are smaller than devices'. */
  MemoryBudget sentAtOnce(long count) {
    mostRows = count;
    return this;
  }

  /** The bytes of all buffers. */
  long total() {
    return buffers.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The bytes of a buffer. */
  long bytes(String buffer) {
    return buffers.get(buffer);
  }

  /**
   * Refuses what does not fit in what is left of the device's memory, or in its largest buffer.
   *
   * @param taken bytes that are allocated already
   * @throws DeviceMemoryException if it does not
   */
  void require(DeviceProperties device, long taken) {
    long left = device.memory() - taken;
    long largest = buffers.values().stream().mapToLong(Long::longValue).max().orElse(0);
    boolean sent = rows.orElse(0) <= mostRows;
    if (total() <= left && largest <= device.largestBuffer() && sent) {
      return;
    }
    String reason =
        sent ? "" : " A batch is sent from one Java buffer, which holds at most 2.0 GiB.";
    throw refusal(
        device,
        taken,
        reason,
        Math.min((double) left / total(), (double) device.largestBuffer() / largest));
  }

  /**
   * What is to be thrown if the driver fails at what should have fitted: a want of memory if it
   * says so (other programs have some of it, or it has less than it says), else the failure itself.
   *
   * @param taken bytes that were allocated before
   */
  RuntimeException refusedByDriver(DeviceProperties device, long taken, OpenClException failure) {
    if (!OF_MEMORY.contains(failure.code())) {
      return failure;
    }
    DeviceMemoryException refusal =
        refusal(
            device,
            taken,
            " The driver refused it: " + failure.getMessage() + ".",
            DRIVERS_FIRST_GUESS);
    refusal.initCause(failure);
    return refusal;
  }

  private DeviceMemoryException refusal(
      DeviceProperties device, long taken, String reason, double fittingShare) {
    String need =
        String.format(
            "%s needs %s on %s, which has %s, %s of it taken, and allows buffers of up to %s."
                + " The largest buffers: %s.%s",
            purpose,
            ByteSize.text(total()),
            device.name(),
            ByteSize.text(device.memory()),
            ByteSize.text(taken),
            ByteSize.text(device.largestBuffer()),
            largestBuffers(),
            reason);
    if (rows.isEmpty()) {
      return DeviceMemoryException.of(need, "Use a smaller model or a device with more memory.");
    }
    long fitting = (long) Math.floor(rows.getAsInt() * fittingShare);
    return DeviceMemoryException.ofBatch(need, Math.min(mostRows, fitting));
  }

  private String largestBuffers() {
    return buffers.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(3)
        .map(entry -> entry.getKey() + " " + ByteSize.text(entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
