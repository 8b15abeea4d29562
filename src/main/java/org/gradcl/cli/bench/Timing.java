package org.gradcl.cli.bench;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Times of something that was run again and again. A round is some runs on end, long enough to be
 * timed, of which the mean is taken.
 *
 * @param medianSeconds the median over the rounds, seconds a run
 * @param bestSeconds the best round, seconds a run
 * @param runs all that were measured
 */
record Timing(double medianSeconds, double bestSeconds, long runs) {
  private static final int LEAST_ROUNDS = 5;
  private static final int MOST_ROUNDS = 1000;
  private static final double ROUND_SECONDS = 0.02;

  /** A run is faster than before if it takes less than this share of the time. */
  private static final double IMPROVEMENT = 0.95;

  /** The most that a warm-up takes, in times of its least. */
  private static final int LONGEST_WARM_UP = 10;

  /**
   * Warms up and times.
   *
   * @param work runs as many times as it is told, and waits for the last
   * @param seconds to measure, and to warm up at least; at least five rounds are measured
   */
  static Timing of(IntConsumer work, double seconds) {
    return measured(work, warmUp(work, seconds), seconds);
  }

  /**
   * Runs until so many seconds have passed in which it became no faster: Java compiles while it
   * runs. Returns how many runs make a round long enough to be timed.
   */
  static int warmUp(IntConsumer work, double seconds) {
    int runs = 1;
    double best = Double.MAX_VALUE;
    long begin = System.nanoTime();
    long improved = begin;
    do {
      double duration = time(work, runs);
      if (duration / runs < IMPROVEMENT * best) {
        improved = System.nanoTime();
        best = duration / runs;
      }
      if (duration < ROUND_SECONDS) {
        runs *= 2;
      }
    } while (since(improved) < seconds && since(begin) < LONGEST_WARM_UP * seconds);
    return runs;
  }

  /** Times rounds of so many runs. */
  static Timing measured(IntConsumer work, int runs, double seconds) {
    double[] rounds = new double[MOST_ROUNDS];
    int count = 0;
    long begin = System.nanoTime();
    while (count < LEAST_ROUNDS || (count < MOST_ROUNDS && since(begin) < seconds)) {
      rounds[count++] = time(work, runs) / runs;
    }
    double[] sorted = Arrays.copyOf(rounds, count);
    Arrays.sort(sorted);
    return new Timing(sorted[count / 2], sorted[0], (long) count * runs);
  }

  private static double time(IntConsumer work, int runs) {
    long begin = System.nanoTime();
    work.accept(runs);
    return since(begin);
  }

  private static double since(long begin) {
    return 1e-9 * (System.nanoTime() - begin);
  }
}
