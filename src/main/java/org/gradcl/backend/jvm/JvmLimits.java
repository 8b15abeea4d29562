package org.gradcl.backend.jvm;

import java.util.Arrays;
import org.gradcl.backend.Limits;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.team.Task;
import org.gradcl.backend.jvm.team.ThreadTeam;

/** The limits of the JVM engine: one piece of work for each thread of its team. */
final class JvmLimits implements Limits {
  /** Rounds of multiply-adds of a call. */
  private static final int ROUNDS = 1_000;

  /**
   * Short calls after which Java compiles: until then vectors are objects, a thousand times slower.
   */
  private static final int FIRST_CALLS = 20_000;

  /** Calls of a piece, which then takes some hundred microseconds. */
  private static final int CALLS = 20;

  /** The least bytes that a piece moves, so that waking its thread is no part of the time. */
  private static final long LEAST_BYTES = 4L << 20;

  private static final float RATE = 1e-6f;

  private final Arithmetic arithmetic;
  private final ThreadTeam team;

  JvmLimits(Engine engine) {
    arithmetic = engine.arithmetic();
    team = engine.team();
  }

  /** Pieces, one for each thread, with nothing to release. */
  private record Pieces(ThreadTeam team, Task task, double amount) implements Loop {
    @Override
    public void run(int times) {
      for (int i = 0; i < times; i++) {
        team.run(task, team.threads());
      }
    }

    @Override
    public void close() {}
  }

  @Override
  public Loop multiplyAdds() {
    float[][] sums = new float[team.threads()][Arithmetic.SUMS];
    for (int i = 0; i < FIRST_CALLS; i++) {
      arithmetic.multiplyAdds(1, sums[0]);
    }
    return new Pieces(
        team,
        (piece, thread) -> {
          for (int i = 0; i < CALLS; i++) {
            arithmetic.multiplyAdds(ROUNDS, sums[piece]);
          }
        },
        (double) team.threads() * CALLS * ROUNDS * arithmetic.operationsOfRound());
  }

  @Override
  public Loop update(long bytes) {
    int threads = team.threads();
    int length = Math.toIntExact(Math.max(1, bytes / (2L * Float.BYTES * threads)));
    float[][] x = new float[threads][length];
    float[][] y = new float[threads][length];
    Arrays.stream(x).forEach(piece -> Arrays.fill(piece, 1));
    long moved = 3L * Float.BYTES * length;
    int repeats = Math.toIntExact(Math.max(1, LEAST_BYTES / moved));
    return new Pieces(
        team,
        (piece, thread) -> {
          for (int i = 0; i < repeats; i++) {
            update(x[piece], y[piece]);
          }
        },
        (double) threads * repeats * moved);
  }

  /** Whole arrays from index 0: the form that becomes vector instructions on every Java. */
  private static void update(float[] x, float[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] += RATE * x[i];
    }
  }

  @Override
  public Loop emptyLaunches() {
    return new Pieces(team, (piece, thread) -> {}, 1);
  }
}
