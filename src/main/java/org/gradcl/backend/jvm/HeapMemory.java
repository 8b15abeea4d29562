package org.gradcl.backend.jvm;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.gradcl.backend.DeviceMemoryException;
import org.gradcl.plan.Plan;
import org.gradcl.plan.StatePlacement;

/** Whether the Java heap has room for what is about to be allocated, and what to say if not. */
final class HeapMemory {
  private static final int NAMED_BUFFERS = 3;
  private static final double MEBIBYTE = 1 << 20;

  private HeapMemory() {}

  /**
   * Checks the room for a state.
   *
   * @throws DeviceMemoryException if there is too little
   */
  static void requireFor(StatePlacement state) {
    require(
        state.bytes(),
        "The model and its optimiser need",
        () ->
            "the largest tensors are "
                + largest(tensors(state))
                + "; raise -Xmx or use a smaller"
                + " model");
  }

  /**
   * Checks the room for a plan.
   *
   * @throws DeviceMemoryException if there is too little
   */
  static void requireFor(Plan plan) {
    long bytes = JvmExecutable.bytes(plan);
    require(bytes, "A batch of " + plan.rows() + " needs", () -> advice(plan, bytes));
  }

  /** For a plan that should have fitted: the heap has the bytes, but not next to each other. */
  static DeviceMemoryException tooFragmentedFor(Plan plan) {
    return new DeviceMemoryException(
        String.format(
            Locale.ROOT,
            "A batch of %d needs %s of the Java heap in %d arrays, and no free part of it is large"
                + " enough for one; raise -Xmx or use a smaller batch",
            plan.rows(),
            mebibytes(JvmExecutable.bytes(plan)),
            2 + JvmExecutable.SLOTS));
  }

  private static String advice(Plan plan, long bytes) {
    long fits = plan.rows() * free() / Math.max(1, bytes);
    return String.format(
        "its buffers are %s; raise -Xmx, %s",
        largest(buffers(plan)),
        fits < 1
            ? "since not even a batch of one would fit"
            : "or a batch of " + fits + " would fit");
  }

  private static void require(long bytes, String whatNeeds, Supplier<String> advice) {
    if (bytes > free()) {
      // What looks used may be garbage; only then is it worth the while of collecting it.
      System.gc();
      if (bytes > free()) {
        throw tooLittle(bytes, whatNeeds, advice.get());
      }
    }
  }

  private static DeviceMemoryException tooLittle(long bytes, String whatNeeds, String advice) {
    return new DeviceMemoryException(
        String.format(
            Locale.ROOT,
            "%s %s of the Java heap, %s of %s are free; %s",
            whatNeeds,
            mebibytes(bytes),
            mebibytes(free()),
            mebibytes(Runtime.getRuntime().maxMemory()),
            advice));
  }

  private static long free() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
  }

  private static List<Map.Entry<String, Long>> tensors(StatePlacement state) {
    return state.layout().parameters().stream()
        .map(entry -> Map.entry(entry.name(), 4L * entry.shape().elements()))
        .toList();
  }

  private static List<Map.Entry<String, Long>> buffers(Plan plan) {
    return List.of(
        Map.entry("workspace", 4L * plan.workspaceElements()),
        Map.entry("outputs", 4L * plan.outputElements()),
        Map.entry("batches", 4L * JvmExecutable.SLOTS * plan.inputElements()));
  }

  private static String largest(List<Map.Entry<String, Long>> buffers) {
    return buffers.stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(NAMED_BUFFERS)
        .map(buffer -> buffer.getKey() + " (" + mebibytes(buffer.getValue()) + ")")
        .collect(Collectors.joining(", "));
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / MEBIBYTE);
  }
}
