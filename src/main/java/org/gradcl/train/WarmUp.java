package org.gradcl.train;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Runs something in rounds until its time has settled: a virtual machine interprets a plan that was
 * just loaded, and is a hundred times faster a second later.
 *
 * <p>A round is long enough for the medians of rounds to be compared. The times have settled when
 * the medians of three successive rounds lie within 5 % of each other; two may agree while the
 * compiler is still at work.
 *
 * @param seconds what it took
 * @param settled whether the medians agreed in the end
 */
record WarmUp(double seconds, boolean settled) {
  private static final double AGREEMENT = 1.05;
  private static final int ROUNDS_THAT_AGREE = 3;
  private static final long ROUND_NANOSECONDS = 250_000_000L;
  private static final long MOST_NANOSECONDS = 10_000_000_000L;
  private static final int MOST_RUNS = 1 << 17;

  /** One round. */
  @FunctionalInterface
  interface Round {
    /** {@return the median time of a number of runs, in any unit; NaN if it can't be measured} */
    double run(int runs);
  }

  /**
   * Runs rounds until they agree, at most ten seconds unless the first takes longer; one only if it
   * can't be measured.
   *
   * @param nanoTime the clock
   */
  static WarmUp of(LongSupplier nanoTime, Round round) {
    Deque<Double> latest = new ArrayDeque<>();
    int runs = 1;
    long begin = nanoTime.getAsLong();
    while (true) {
      long start = nanoTime.getAsLong();
      double median = round.run(runs);
      long end = nanoTime.getAsLong();
      if (end - start < ROUND_NANOSECONDS && runs < MOST_RUNS) {
        runs *= 2;
      } else {
        latest.add(median);
        if (latest.size() > ROUNDS_THAT_AGREE) {
          latest.remove();
        }
      }
      boolean settled = latest.size() == ROUNDS_THAT_AGREE && agree(latest);
      boolean another = end - begin + (end - start) <= MOST_NANOSECONDS;
      if (settled || !another || Double.isNaN(median)) {
        return new WarmUp(1e-9 * (end - begin), settled);
      }
    }
  }

  private static boolean agree(Deque<Double> medians) {
    return Collections.max(medians) <= AGREEMENT * Collections.min(medians);
  }
}
