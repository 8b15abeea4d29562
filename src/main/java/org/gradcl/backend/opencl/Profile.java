package org.gradcl.backend.opencl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.gradcl.backend.opencl.launch.PlanPrinter;
import org.gradcl.backend.opencl.memory.CommandQueue;
import org.gradcl.backend.opencl.memory.OpenClContext;
import org.gradcl.backend.opencl.memory.PendingEvent;
import org.gradcl.backend.opencl.program.Kernel;

/**
 * Measured times of a plan's launches, by the device's own clock.
 *
 * @param microseconds the median of each launch, or empty where the clock is unusable
 * @param notes why times are missing
 */
record Profile(List<OptionalDouble> microseconds, List<String> notes) {
  /** No launch that computes anything is over in so few nanoseconds. */
  private static final long IMPOSSIBLE_NANOSECONDS = 10;

  Profile {
    microseconds = List.copyOf(microseconds);
    notes = List.copyOf(notes);
  }

  /**
   * Runs the kernels of a plan in order, so many times, and measures each.
   *
   * @param afterRun called when a run is over
   */
  static Profile measure(
      OpenClContext context,
      CommandQueue queue,
      PlanPrinter printed,
      List<Kernel> kernels,
      int runs,
      Runnable afterRun) {
    long[][] times = new long[kernels.size()][runs];
    List<PendingEvent> ends = new ArrayList<>();
    try {
      for (int i = 0; i < kernels.size(); i++) {
        ends.add(new PendingEvent(context));
      }
      for (int run = 0; run < runs; run++) {
        for (int i = 0; i < kernels.size(); i++) {
          kernels.get(i).enqueue(queue, printed.launches().get(i).shape(), ends.get(i));
        }
        queue.finish();
        afterRun.run();
        for (int i = 0; i < kernels.size(); i++) {
          times[i][run] = ends.get(i).nanoseconds();
        }
      }
      context.counters().launched(printed.launchCount() * runs);
    } finally {
      ends.forEach(PendingEvent::close);
    }
    return of(times, context.deviceName());
  }

  /** The medians of nanoseconds, by launch and run. */
  static Profile of(long[][] nanoseconds, String device) {
    boolean usable =
        Arrays.stream(nanoseconds)
            .flatMapToLong(Arrays::stream)
            .noneMatch(time -> time <= IMPOSSIBLE_NANOSECONDS);
    List<OptionalDouble> medians = new ArrayList<>();
    for (long[] times : nanoseconds) {
      Arrays.sort(times);
      medians.add(
          usable ? OptionalDouble.of(times[times.length / 2] / 1e3) : OptionalDouble.empty());
    }
    return new Profile(
        medians,
        usable
            ? List.of()
            : List.of(
                "The clock of " + device + " is unusable: it claims kernels of a few nanoseconds"));
  }
}
