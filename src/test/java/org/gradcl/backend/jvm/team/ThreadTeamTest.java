package org.gradcl.backend.jvm.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ThreadTeamTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 16})
  void doesEveryPieceOnce(int threads) {
    try (ThreadTeam team = new ThreadTeam(threads)) {
      assertThat(team.threads()).isEqualTo(threads);
      for (int run = 0; run < 2000; run++) {
        int pieces = run % 37;
        AtomicIntegerArray done = new AtomicIntegerArray(pieces);
        team.run(
            (piece, thread) -> {
              assertThat(thread).isBetween(0, threads - 1);
              done.incrementAndGet(piece);
            },
            pieces);
        for (int i = 0; i < pieces; i++) {
          assertThat(done.get(i)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void severalThreadsWorkAtTheSameTime() {
    try (ThreadTeam team = new ThreadTeam(3)) {
      CyclicBarrier together = new CyclicBarrier(3);
      boolean[] threads = new boolean[3];
      // Each piece waits for the two others, so that one thread alone would never end.
      team.run(
          (piece, thread) -> {
            try {
              together.await();
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
            threads[thread] = true;
          },
          3);
      assertThat(threads).containsOnly(true);
    }
  }

  @Test
  void aTeamThatNobodyClosesDoesNotKeepTheProgramAlive() {
    try (ThreadTeam team = new ThreadTeam(3)) {
      assertThat(team.threads()).isEqualTo(3);
      assertThat(workers()).hasSize(2).allMatch(Thread::isDaemon);
    }
  }

  @Test
  void closingKeepsAnInterruptForTheCaller() {
    ThreadTeam team = new ThreadTeam(3);
    Thread.currentThread().interrupt();
    team.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(workers()).isEmpty();
  }

  @Test
  void wakesThreadsThatHaveParked() {
    try (ThreadTeam team = new ThreadTeam(2)) {
      for (int run = 0; run < 3; run++) {
        for (Thread worker : workers()) {
          while (worker.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
          }
        }
        CyclicBarrier together = new CyclicBarrier(2);
        team.run(
            (piece, thread) -> {
              try {
                together.await();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            },
            2);
        assertThat(together.isBroken()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void whatAPieceThrowsReachesTheCallerAndTheTeamLivesOn(int threads) {
    try (ThreadTeam team = new ThreadTeam(threads)) {
      AtomicIntegerArray done = new AtomicIntegerArray(20);
      ArithmeticException thrown = new ArithmeticException("piece 13");
      assertThatThrownBy(
              () ->
                  team.run(
                      (piece, thread) -> {
                        done.incrementAndGet(piece);
                        if (piece == 13) {
                          throw thrown;
                        }
                      },
                      20))
          .isInstanceOf(TaskException.class)
          .hasMessageContaining("piece 13")
          .hasCause(thrown);
      for (int i = 0; i < 20; i++) {
        assertThat(done.get(i)).isEqualTo(1);
      }
      int[] sum = new int[1];
      team.run((piece, thread) -> sum[0]++, 1);
      assertThat(sum[0]).isEqualTo(1);
    }
  }

  @Test
  void writesOfOneRunAreSeenInTheNext() {
    try (ThreadTeam team = new ThreadTeam(4)) {
      long[] values = new long[64];
      for (int run = 0; run < 3000; run++) {
        // Piece p reads its neighbour, which another thread may have written in the run before.
        int shift = run % 2;
        team.run(
            (piece, thread) -> values[2 * piece + shift] = values[2 * piece + 1 - shift] + 1, 32);
      }
      for (int piece = 0; piece < 32; piece++) {
        assertThat(values[2 * piece + 1]).isEqualTo(3000);
      }
    }
  }

  @Test
  void closingEndsItsThreads() {
    ThreadTeam team = new ThreadTeam(3);
    assertThat(workers()).hasSize(2);
    team.close();
    team.close();
    assertThat(workers()).isEmpty();
    assertThatThrownBy(() -> team.run((piece, thread) -> {}, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void refusesATeamOfNobody() {
    assertThatThrownBy(() -> new ThreadTeam(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0");
  }

  private static Thread[] workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("gradcl-jvm-"))
        .toArray(Thread[]::new);
  }
}
