package org.gradcl.bench;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** Best and median of rounds of runs, by the rules of GradCL's own bench. */
final class Timing {
  private static final int LEAST_ROUNDS = 5;
  private static final int MOST_ROUNDS = 1000;
  private static final double ROUND_SECONDS = 0.02;
  private static final double IMPROVEMENT = 0.95;
  private static final int LONGEST_WARM_UP = 10;

  private Timing() {}

  /** Warms up, times, and prints the line of a workload. */
  static void print(String workload, IntConsumer work, double seconds) {
    int runs = warmUp(work, seconds);
    double[] rounds = new double[MOST_ROUNDS];
    int count = 0;
    long begin = System.nanoTime();
    while (count < LEAST_ROUNDS || (count < MOST_ROUNDS && since(begin) < seconds)) {
      rounds[count++] = 1e3 * time(work, runs) / runs;
    }
    double[] sorted = Arrays.copyOf(rounds, count);
    Arrays.sort(sorted);
    System.out.println("time\t" + workload + "\t" + sorted[0] + "\t" + sorted[count / 2]);
  }

  private static int warmUp(IntConsumer work, double seconds) {
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

  private static double time(IntConsumer work, int runs) {
    long begin = System.nanoTime();
    work.accept(runs);
    return since(begin);
  }

  private static double since(long begin) {
    return 1e-9 * (System.nanoTime() - begin);
  }
}
