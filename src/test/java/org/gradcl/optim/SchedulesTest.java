package org.gradcl.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.expr.Evaluator;
import org.gradcl.expr.Tape;
import org.gradcl.graph.UpdateRule;
import org.gradcl.testing.Documentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchedulesTest {
  private static final Offset<Double> ROUNDING = within(1e-12);

  static List<Schedule> all() {
    return Schedules.all();
  }

  private static double factor(Schedule schedule, int step, int totalSteps) {
    Tape tape = Tape.of(schedule.factor());
    Evaluator evaluator = new Evaluator(tape);
    double[] variables =
        tape.variables().stream().mapToDouble(v -> v.equals("step") ? step : totalSteps).toArray();
    evaluator.evaluate(variables);
    return evaluator.output(0);
  }

  @Test
  void constantIsOne() {
    assertThat(factor(Schedules.constantly(), 77, 100)).isEqualTo(1);
  }

  @Test
  void stepFallsAtOnce() {
    Schedule schedule = Schedules.step(Span.steps(10), 0.5);
    assertThat(factor(schedule, 0, 100)).isEqualTo(1);
    assertThat(factor(schedule, 9, 100)).isEqualTo(1);
    assertThat(factor(schedule, 10, 100)).isCloseTo(0.5, ROUNDING);
    assertThat(factor(schedule, 29, 100)).isCloseTo(0.25, ROUNDING);
    assertThat(factor(Schedules.step(Span.share(0.1), 0.5), 29, 100)).isCloseTo(0.25, ROUNDING);
  }

  /** In float64 49 · (1/49) is below 1, in float32 41 · (1/41) is. */
  @Test
  void stepFallsOnTimeWhateverTheLength() {
    for (int every = 1; every < 300; every++) {
      Schedule schedule = Schedules.step(Span.steps(every), 0.5);
      for (int falls = 1; falls < 6; falls++) {
        int step = falls * every;
        assertThat(factor(schedule, step - 1, 5000))
            .isCloseTo(Math.pow(0.5, falls - 1), within(1e-12));
        assertThat(factor(schedule, step, 5000)).isCloseTo(Math.pow(0.5, falls), within(1e-12));
      }
    }
  }

  @Test
  void aShareOfAShortTrainingIsAtLeastOneStep() {
    Schedule schedule = Schedules.step(Span.share(0.01), 0.5);
    assertThat(factor(schedule, 1, 10)).isCloseTo(0.5, ROUNDING);
    assertThat(factor(schedule, 2, 10)).isCloseTo(0.25, ROUNDING);
  }

  @Test
  void exponentialFallsSmoothly() {
    Schedule schedule = Schedules.exponential(Span.steps(1), 0.9);
    assertThat(factor(schedule, 0, 100)).isEqualTo(1);
    assertThat(factor(schedule, 7, 100)).isCloseTo(Math.pow(0.9, 7), ROUNDING);
    Schedule whole = Schedules.exponential(Span.share(1), 0.01);
    assertThat(factor(whole, 50, 100)).isCloseTo(0.1, ROUNDING);
  }

  @Test
  void cosineFallsToItsFloorAndStaysThere() {
    assertThat(factor(Schedules.cosine(), 0, 100)).isEqualTo(1);
    assertThat(factor(Schedules.cosine(), 50, 100)).isCloseTo(0.5, ROUNDING);
    assertThat(factor(Schedules.cosine(), 100, 100)).isCloseTo(0, ROUNDING);
    assertThat(factor(Schedules.cosine(), 130, 100)).isCloseTo(0, ROUNDING);
    assertThat(factor(Schedules.cosine(0.2), 100, 100)).isCloseTo(0.2, ROUNDING);
    assertThat(factor(Schedules.cosine(0.2), 25, 100))
        .isCloseTo(0.2 + 0.8 * (1 + Math.cos(Math.PI / 4)) / 2, ROUNDING);
    assertThat(factor(Schedules.cosine(), 0, 0)).isEqualTo(1);
  }

  @Test
  void cosineBeginsAgain() {
    Schedule schedule = Schedules.cosineRestarts(Span.steps(10), 1, 0.1);
    for (int step = 0; step < 50; step++) {
      double share = step % 10 / 10.0;
      assertThat(factor(schedule, step, 50))
          .isCloseTo(0.1 + 0.9 * (1 + Math.cos(Math.PI * share)) / 2, ROUNDING);
    }
  }

  @Test
  void cyclesMayBecomeLonger() {
    for (double longer : new double[] {2, 1.5, 3}) {
      Schedule schedule = Schedules.cosineRestarts(Span.steps(7), longer, 0);
      double begin = 0;
      double length = 7;
      for (int step = 0; step < 500; step++) {
        if (step >= begin + length) {
          begin += length;
          length *= longer;
        }
        double share = (step - begin) / length;
        // A cycle that ends within half a step gives way to the next.
        if (begin + length - step > 0.5) {
          assertThat(factor(schedule, step, 500))
              .isCloseTo((1 + Math.cos(Math.PI * share)) / 2, within(1e-9));
        }
      }
    }
  }

  /** PyTorch's OneCycleLR, with its defaults: max_lr / 25 at first, 1e-4 of that at last. */
  @Test
  void oneCycleRisesAndFalls() {
    Schedule schedule = Schedules.oneCycle(Span.share(0.3), 0.04, 4e-6);
    int total = 50;
    double peak = 0.3 * total - 1;
    for (int step = 0; step < total; step++) {
      double expected =
          step <= peak
              ? 1 + (0.04 - 1) / 2 * (1 + Math.cos(Math.PI * step / peak))
              : 4e-6
                  + (1 - 4e-6) / 2 * (1 + Math.cos(Math.PI * (step - peak) / (total - 1 - peak)));
      assertThat(factor(schedule, step, total)).isCloseTo(expected, ROUNDING);
    }
    assertThat(factor(schedule, 0, total)).isCloseTo(0.04, ROUNDING);
    assertThat(factor(schedule, 14, total)).isCloseTo(1, ROUNDING);
    assertThat(factor(schedule, total - 1, total)).isCloseTo(4e-6, ROUNDING);
    assertThat(factor(Schedules.oneCycle(Span.steps(1), 0, 0.5), 0, 1)).isCloseTo(1, ROUNDING);
  }

  @Test
  void polynomialFallsToItsFloor() {
    for (double power : new double[] {1, 2, 0.5}) {
      Schedule schedule = Schedules.polynomial(power, 0.2);
      for (int step = 0; step <= 20; step++) {
        assertThat(factor(schedule, step, 20))
            .isCloseTo(0.2 + 0.8 * Math.pow(1 - step / 20.0, power), ROUNDING);
      }
      assertThat(factor(schedule, 30, 20)).isCloseTo(0.2, ROUNDING);
    }
  }

  /** Vaswani et al.: d^-½ · min(t^-½, t·w^-1.5), whose largest value is (d·w)^-½. */
  @Test
  void inverseSquareRootBehindAWarmUpIsTheTransformers() {
    Schedule schedule = Schedules.warmUp(Span.steps(40), Schedules.inverseSqrt(Span.steps(40)));
    for (int t = 1; t < 400; t++) {
      double expected = Math.min(Math.pow(t, -0.5), t * Math.pow(40, -1.5)) * Math.sqrt(40);
      // Steps count from 0, and the fall from the step behind the warm-up.
      assertThat(factor(schedule, t <= 40 ? t - 1 : t, 400)).isCloseTo(expected, ROUNDING);
    }
  }

  @Test
  void warmUpRisesAndHandsOver() {
    Schedule schedule = Schedules.warmUp(Span.steps(20), Schedules.cosine());
    assertThat(factor(schedule, 0, 100)).isCloseTo(0.05, ROUNDING);
    assertThat(factor(schedule, 9, 100)).isCloseTo(0.5, ROUNDING);
    assertThat(factor(schedule, 19, 100)).isCloseTo(1, ROUNDING);
    assertThat(factor(schedule, 20, 100)).isCloseTo(1, ROUNDING);
    assertThat(factor(schedule, 60, 100)).isCloseTo(0.5, ROUNDING);
    assertThat(factor(schedule, 100, 100)).isCloseTo(0, ROUNDING);
    // A training shorter than its warm-up only rises.
    assertThat(factor(schedule, 4, 5)).isCloseTo(0.25, ROUNDING);
    // A share that is no whole number of steps never exceeds 1.
    Schedule share = Schedules.warmUp(Span.share(0.05), Schedules.constantly());
    assertThat(factor(share, 0, 30)).isCloseTo(1 / 1.5, ROUNDING);
    assertThat(factor(share, 1, 30)).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("all")
  void factorsLieWithinZeroAndOne(Schedule schedule) {
    for (int total : new int[] {1, 7, 1000}) {
      for (int step = 0; step <= total; step++) {
        assertThat(factor(schedule, step, total)).isBetween(-1e-12, 1 + 1e-12);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void descriptionsReadBack(Schedule schedule) {
    String name = schedule.description().split(" ")[0];
    assertThat(Schedules.named(schedule.description())).isEqualTo(schedule);
    assertThat(Schedules.named(name)).isEqualTo(schedule);
    if (schedule.plateau().isEmpty()) {
      assertThat(Schedules.named("warm-up over=10% then " + schedule.description()))
          .isEqualTo(Schedules.warmUp(Span.share(0.1), schedule));
    }
    assertThat(Documentation.hasRow("Schedules", name)).isTrue();
  }

  @Test
  void aPlateauLeavesTheRateAndStandsAlone() {
    Schedule schedule = Schedules.named("plateau factor=0.5 patience=2 cooldown=1 floor=0.01");
    assertThat(schedule).isEqualTo(Schedules.plateau(new Plateau(0.5, 2, 1e-4, 1, 0.01)));
    assertThat(Optimizers.sgd(0.5).withSchedule(schedule).rule().learningRate())
        .isEqualTo(UpdateRule.LEARNING_RATE);
    assertThatThrownBy(() -> Schedules.named("warm_up over=5% then plateau"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("A plateau follows no warm-up", "plateau factor=0.1");
    assertThatThrownBy(() -> Schedules.named("plateau factor=1"))
        .hasMessage(
            "In 'plateau factor=1': The factor of a plateau lies above 0 and below 1, found 1.0");
    assertThatThrownBy(() -> Schedules.named("plateau patience=1.5"))
        .hasMessage("In 'plateau patience=1.5' patience is a whole number, found 1.5");
    assertThatThrownBy(() -> Schedules.named("plateau cooldown=-1"))
        .hasMessageContaining("cooldown of a plateau is at least 0");
  }

  @Test
  void aLearningRateIsTheFactorTimesTheRate() {
    Optimizer optimizer = Optimizers.sgd(0.5).withSchedule(Schedules.step(Span.steps(10), 0.1));
    assertThat(Evaluator.evaluate(optimizer.rule().learningRate(), 15)).isCloseTo(0.05, ROUNDING);
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> Span.steps(0)).hasMessageContaining("at least one step, found 0");
    assertThatThrownBy(() -> Span.share(1.1)).hasMessageContaining("at most at 100%");
    assertThatThrownBy(() -> Schedules.cosine(2)).hasMessageContaining("found 2");
    assertThatThrownBy(() -> Schedules.cosineRestarts(Span.steps(5), 0.5, 0))
        .hasMessageContaining("at least 1, found 0.5");
    assertThatThrownBy(() -> Schedules.oneCycle(Span.steps(5), -1, 0))
        .hasMessageContaining("start");
    assertThatThrownBy(() -> Schedules.polynomial(0, 0)).hasMessageContaining("power");
    assertThatThrownBy(() -> Schedules.step(Span.steps(1), 0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> Schedules.named("linear"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining(
            "known are constant, step, exponential, cosine, cosine_restarts, one_cycle");
    assertThatThrownBy(() -> Schedules.named("cosine then step"))
        .hasMessageContaining("Only warm_up can be followed");
    assertThatThrownBy(() -> Schedules.named("step every=often"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("'often'");
  }
}
