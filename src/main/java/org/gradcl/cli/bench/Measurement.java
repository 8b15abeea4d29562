package org.gradcl.cli.bench;

import java.util.Arrays;
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
 * @param enqueuesPerStep what the device was given to do in one run: launches and packing
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
    int enqueuesPerStep) {
  private static final int LEAST_ROUNDS = 5;
  private static final int MOST_ROUNDS = 1000;
  private static final double ROUND_SECONDS = 0.02;

  /**
   * Checks, warms up and times a workload.
   *
   * @param seconds to warm up and then to measure, each; at least five rounds are measured
   * @throws WrongResultException if the device does not compute what it should
   */
  public static Measurement of(Workload workload, Device device, double seconds) {
    try (Workload.Session session = workload.start(device)) {
      session.check();
      int runs = warmUp(session, seconds);
      Counters before = device.counters();
      double[] rounds = new double[MOST_ROUNDS];
      int count = 0;
      long begin = System.nanoTime();
      while (count < LEAST_ROUNDS || (count < MOST_ROUNDS && since(begin) < seconds)) {
        rounds[count++] = time(session, runs) / runs;
      }
      Counters used = device.counters().since(before);
      double[] sorted = Arrays.copyOf(rounds, count);
      Arrays.sort(sorted);
      double median = sorted[count / 2];
      long total = (long) count * runs;
      return new Measurement(
          workload.name(),
          device.description().provider(),
          device.description().name(),
          1e3 * median,
          1e3 * sorted[0],
          workload.samples() / median,
          1e-9 * workload.flops() / median,
          1e-9 * workload.flops() / sorted[0],
          Math.toIntExact(used.launches() / total),
          Math.toIntExact(used.enqueues() / total));
    }
  }

  /** Runs until the time is over; returns how many runs make a round long enough to be timed. */
  private static int warmUp(Workload.Session session, double seconds) {
    int runs = 1;
    long begin = System.nanoTime();
    do {
      double duration = time(session, runs);
      if (duration < ROUND_SECONDS) {
        runs *= 2;
      }
    } while (since(begin) < seconds);
    return runs;
  }

  private static double time(Workload.Session session, int runs) {
    long begin = System.nanoTime();
    session.run(runs);
    return since(begin);
  }

  private static double since(long begin) {
    return 1e-9 * (System.nanoTime() - begin);
  }
}
