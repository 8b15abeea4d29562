package org.gradcl.backend.jvm;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gradcl.device.DeviceMemoryException;
import org.gradcl.plan.Plan;
import org.gradcl.plan.StatePlacement;
import org.gradcl.text.ByteSize;

/**
 * Checks that the Java heap has room for an allocation before it is made, and words the refusal.
 */
final class HeapMemory {
  private static final int NAMED_ARRAYS = 3;

  private HeapMemory() {}

  /**
   * Checks the room for a state.
   *
   * @throws DeviceMemoryException if there is too little
   */
  static void requireFor(StatePlacement state) {
    if (!hasRoom(state.bytes())) {
      throw tooLittleFor(state);
    }
  }

  /** For a state that does not fit, by its size or because what is free lies in pieces. */
  static DeviceMemoryException tooLittleFor(StatePlacement state) {
    return DeviceMemoryException.of(
        "The model and its optimiser need "
            + ByteSize.text(state.bytes())
            + found()
            + "tensors: "
            + largest(tensors(state)),
        "Raise -Xmx or use a smaller model.");
  }

  /**
   * Checks the room for a plan.
   *
   * @throws DeviceMemoryException if there is too little
   */
  static void requireFor(Plan plan, PlanMemory memory) {
    if (!hasRoom(memory.additional())) {
      double share = (double) free() / memory.additional();
      throw tooLittleFor(plan, memory, (long) (plan.rows() * share));
    }
  }

  /** Whether there is room for a plan. */
  static boolean hasRoomFor(PlanMemory memory) {
    return hasRoom(memory.additional());
  }

  /** For a plan that should have fitted: the heap has the bytes, but not next to each other. */
  static DeviceMemoryException tooFragmentedFor(Plan plan, PlanMemory memory) {
    return tooLittleFor(plan, memory, plan.rows() - Math.max(1, plan.rows() / 8));
  }

  private static DeviceMemoryException tooLittleFor(
      Plan plan, PlanMemory memory, long fittingRows) {
    return DeviceMemoryException.ofBatch(
        "A batch of "
            + plan.rows()
            + " needs "
            + ByteSize.text(memory.total())
            + found()
            + "arrays: "
            + largest(arrays(memory)),
        fittingRows);
  }

  private static String found() {
    return String.format(
        " of the Java heap, of whose %s (raised by -Xmx) %s are free, not all of it in one piece."
            + " The largest ",
        ByteSize.text(Runtime.getRuntime().maxMemory()), ByteSize.text(free()));
  }

  private static boolean hasRoom(long bytes) {
    if (bytes > free()) {
      // What looks used may be garbage; only then is it worth the while of collecting it.
      System.gc();
    }
    return bytes <= free();
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

  private static List<Map.Entry<String, Long>> arrays(PlanMemory memory) {
    return List.of(
        Map.entry("workspace", memory.workspace()),
        Map.entry("packed factors", memory.packed()),
        Map.entry("packed weights", memory.weights()),
        Map.entry("outputs", memory.outputs()),
        Map.entry("each of " + JvmExecutable.BATCH_BUFFERS + " batches", memory.batch()));
  }

  private static String largest(List<Map.Entry<String, Long>> arrays) {
    return arrays.stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(NAMED_ARRAYS)
        .map(array -> array.getKey() + " " + ByteSize.text(array.getValue()))
        .collect(Collectors.joining(", ", "", "."));
  }
}
