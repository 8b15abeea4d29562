package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** When a warm-up ends, on a clock that only the rounds move. */
class WarmUpTest {
  private final List<Integer> rounds = new ArrayList<>();
  private double now;

  /** Warms up what takes so many seconds a run, given the index of its round. */
  private WarmUp of(IntToDoubleFunction secondsPerRun) {
    return WarmUp.of(
        () -> (long) (1e9 * now),
        runs -> {
          double each = secondsPerRun.applyAsDouble(rounds.size());
          rounds.add(runs);
          now += runs * each;
          return each;
        });
  }

  @Test
  void itEndsWhenThreeRoundsAgree() {
    WarmUp warmUp = of(round -> 0.3);
    assertThat(warmUp.settled()).isTrue();
    assertThat(rounds).containsExactly(1, 1, 1);
    assertThat(warmUp.seconds()).isCloseTo(0.9, within(1e-6));
  }

  @Test
  void roundsThatAreTooShortToBeComparedGrow() {
    assertThat(of(round -> 0.1).settled()).isTrue();
    assertThat(rounds).containsExactly(1, 2, 4, 4, 4);
  }

  @Test
  void whatGetsFasterIsRunUntilItDoesNot() {
    // Rounds 0 to 5 are each a tenth faster than the one before.
    WarmUp warmUp = of(round -> 0.5 * Math.pow(0.9, Math.min(round, 5)));
    assertThat(warmUp.settled()).isTrue();
    assertThat(rounds).hasSize(8);
  }

  @Test
  void aRoundThatIsFasterThanItsTwoPredecessorsIsFollowedByThree() {
    double[] seconds = {0.5, 0.51, 0.4, 0.41, 0.4};
    assertThat(of(round -> seconds[round]).settled()).isTrue();
    assertThat(rounds).hasSize(5);
  }

  @Test
  void fivePercentIsAgreementAndMoreIsNone() {
    double[] within = {1.05, 1, 1.02};
    assertThat(of(round -> within[round]).settled()).isTrue();
    rounds.clear();
    now = 0;
    assertThat(of(round -> round % 2 == 0 ? 1.06 : 1).settled()).isFalse();
  }

  @Test
  void timesThatDoNotSettleAreGivenUpWithinTenSeconds() {
    WarmUp warmUp = of(round -> round % 2 == 0 ? 0.9 : 0.6);
    assertThat(warmUp.settled()).isFalse();
    assertThat(warmUp.seconds()).isBetween(9.0, 10.0);
  }

  @Test
  void aRunThatTakesSecondsIsNotRepeatedBeyondTen() {
    assertThat(of(round -> 6).settled()).isFalse();
    assertThat(rounds).containsExactly(1);
  }

  @Test
  void roundsThatGetShorterWithTheirRunsGrowAgain() {
    // The first two rounds of one run are long; then a run takes a hundredth.
    WarmUp warmUp = of(round -> round < 2 ? 0.5 : 0.005);
    assertThat(warmUp.settled()).isTrue();
    assertThat(rounds).containsExactly(1, 1, 1, 2, 4, 8, 16, 32, 64, 64, 64);
  }

  @Test
  void whatCannotBeMeasuredIsRunOnce() {
    assertThat(of(round -> Double.NaN).settled()).isFalse();
    assertThat(rounds).containsExactly(1);
  }
}
