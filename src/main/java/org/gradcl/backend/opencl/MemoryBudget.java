package org.gradcl.backend.opencl;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.gradcl.backend.DeviceMemoryException;
import org.gradcl.backend.opencl.discovery.DeviceProperties;

/**
 * What is about to be allocated, counted before it is: no driver of a CPU device enforces its
 * memory, so what does not fit would end in the operating system's killing the process.
 */
final class MemoryBudget {
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
    throw new DeviceMemoryException(
        String.format(
            "%s needs %s on %s, which has %s, %s of it taken, and allows buffers of up to %s."
                + " The largest buffers: %s.%s%s",
            purpose,
            text(total()),
            device.name(),
            text(device.memory()),
            text(taken),
            text(device.largestBuffer()),
            largestBuffers(),
            sent ? "" : " A batch is sent from one Java buffer, which holds at most 2.0 GiB.",
            advice(left, device.largestBuffer(), largest)));
  }

  private String largestBuffers() {
    return buffers.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(3)
        .map(entry -> entry.getKey() + " " + text(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private String advice(long left, long allowed, long largest) {
    if (rows.isEmpty()) {
      return " Use a smaller model or a device with more memory.";
    }
    double share = Math.min((double) left / total(), (double) allowed / largest);
    long fits = Math.min(mostRows, (long) Math.floor(rows.getAsInt() * share));
    return fits < 1
        ? " Not even a batch of one would fit; use a smaller model or a device with more memory."
        : " A batch of " + fits + " would fit.";
  }

  private static String text(long bytes) {
    double mebibytes = bytes / (double) (1 << 20);
    return mebibytes >= 1024
        ? String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024)
        : String.format(Locale.ROOT, "%.1f MiB", mebibytes);
  }
}
