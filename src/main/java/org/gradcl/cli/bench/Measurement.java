package org.gradcl.cli.bench;

import java.util.OptionalLong;
import org.gradcl.backend.Device;
import org.gradcl.device.Counters;

/**
 * The measured times of one workload. A round is some runs on end, of which the mean is taken.
 *
 * @param workload its name
 * @param engine {@code jvm} or {@code opencl}
 * @param device the device's name
 * @param medianMs the median over the rounds, milliseconds a run
 * @param bestMs the best round, milliseconds a run
 * @param samplesPerSecond in the median round
 * @param gflops in the median round, 10⁹ floating-point operations of matrix products a second
 * @param bestGflops the same in the best round
 * @param launchesPerStep launches of the plan in one run
 * @param enqueuesPerStep what the device was given to do in one run: launches, and the folds of
 *     sums that were cut into parts
 * @param allocatedBytesPerStep what a run asks of Java's heap, on this thread and the library's
 * @param peakMemoryBytes the most memory that this process has held so far, with all that it ran
 *     before, and the checks of that; empty where the system does not say it
 */
public record Measurement(
    String workload,
    String engine,
    String device,
    double medianMs,
    double bestMs,
    double samplesPerSecond,
    double gflops,
    double bestGflops,
    int launchesPerStep,
    int enqueuesPerStep,
    long allocatedBytesPerStep,
    OptionalLong peakMemoryBytes) {
  /** Over these few a constant that a round allocates hardly counts. */
  private static final int LEAST_ALLOCATING_RUNS = 8;

  /**
   * Warms up and times a workload, and then checks what it computes: the check has the memory of
   * float64, which is none of the workload's.
   *
   * @param seconds to warm up and then to measure, each; at least five rounds are measured
   * @throws WrongResultException if the device does not compute what it should
   */
  public static Measurement of(Workload workload, Device device, double seconds) {
    try (Workload.Session session = workload.start(device)) {
      int runs = Timing.warmUp(session::run, seconds);
      Counters before = session.counters();
      Timing timing = Timing.measured(session::run, runs, seconds);
      Counters used = session.counters().since(before);
      int allocating = Math.max(runs, LEAST_ALLOCATING_RUNS);
      long allocated = ProcessMemory.allocatedBytes(() -> session.run(allocating));
      OptionalLong peakMemory = ProcessMemory.peakBytes();
      session.check();
      return new Measurement(
          workload.name(),
          device.description().provider(),
          device.description().name(),
          1e3 * timing.medianSeconds(),
          1e3 * timing.bestSeconds(),
          workload.samples() / timing.medianSeconds(),
          1e-9 * workload.flops() / timing.medianSeconds(),
          1e-9 * workload.flops() / timing.bestSeconds(),
          Math.toIntExact(used.launches() / timing.runs()),
          Math.toIntExact(used.enqueues() / timing.runs()),
          allocated / allocating,
          peakMemory);
    }
  }
}
