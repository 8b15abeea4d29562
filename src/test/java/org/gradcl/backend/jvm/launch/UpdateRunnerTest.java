package org.gradcl.backend.jvm.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StepPart;
import org.gradcl.graph.UpdateRule;
import org.gradcl.plan.ClipLaunch;
import org.gradcl.plan.Place;
import org.gradcl.plan.Region;
import org.gradcl.plan.UpdateLaunch;
import org.gradcl.plan.UpdateRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Momentum with a schedule and clipping; the step record goes on only if all was finite. */
class UpdateRunnerTest {
  private static final int SIZE = 20_003;

  static Stream<LaunchBed.Config> configs() {
    return LaunchBed.configs();
  }

  private static UpdateLaunch update() {
    Expr clipped = UpdateRule.GRADIENT.times(Expr.variable("clipScale"));
    Expr momentum = UpdateRule.Slot.variable("momentum").times(0.9).plus(clipped);
    Expr parameter = UpdateRule.PARAMETER.minus(UpdateRule.LEARNING_RATE.times(momentum));
    Expr rate = UpdateRule.STEP.over(UpdateRule.TOTAL_STEPS);
    return new UpdateLaunch(
        "update",
        Phase.UPDATE,
        "",
        List.of(new UpdateRange(0, SIZE, Tape.of(parameter, momentum))),
        List.of("momentum"),
        SIZE,
        StepPart.WHOLE,
        Optional.empty(),
        Tape.of(rate));
  }

  private static void prepare(LaunchBed bed, float check) {
    bed.current.copyFrom(bed.next);
    int word = bed.checks.reserve(2);
    bed.checks.put(word, 0, 9);
    bed.checks.put(word + 1, check, 16);
  }

  @ParameterizedTest
  @MethodSource("configs")
  void updatesParametersSlotsAndRecord(LaunchBed.Config config) {
    try (LaunchBed bed = new LaunchBed(config, true)) {
      prepare(bed, 0);
      Place gradients = Place.matrix(Region.GRADIENT, 0, 1, SIZE);
      bed.run(new ClipLaunch("clip", Phase.UPDATE, "", 2, gradients));
      // The norm is √(9 + 16) = 5.
      assertThat(bed.current.clipScale).isEqualTo((float) (2 / (5 + 1e-6)));
      bed.run(update());
      Place slots = Place.matrix(Region.SLOT, 0, 1, SIZE);
      Place parameters = Place.matrix(Region.PARAMETER, 0, 1, SIZE);
      for (int j = 0; j < SIZE; j++) {
        double momentum = 0.9 * bed.before(slots, 0, j) + 0.4 * bed.before(gradients, 0, j);
        double parameter = bed.before(parameters, 0, j) - 0.125 * momentum;
        assertThat((double) bed.after(slots, 0, j)).isCloseTo(momentum, within(1e-6));
        assertThat((double) bed.after(parameters, 0, j)).isCloseTo(parameter, within(1e-6));
      }
      assertThat(bed.untouchedOutside(Region.PARAMETER, List.of(parameters))).isTrue();
      assertThat(bed.untouchedOutside(Region.SLOT, List.of(slots))).isTrue();
      assertThat(bed.next.get().step()).isEqualTo(8);
      assertThat(bed.next.get().learningRate()).isEqualTo(0.08f);
      assertThat(bed.next.nonFinite()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void writesNothingIfACheckIsNotFinite(LaunchBed.Config config) {
    try (LaunchBed bed = new LaunchBed(config, true)) {
      prepare(bed, Float.NaN);
      bed.run(update());
      assertThat(bed.untouchedOutside(Region.PARAMETER, List.of())).isTrue();
      assertThat(bed.untouchedOutside(Region.SLOT, List.of())).isTrue();
      assertThat(bed.next.nonFinite()).isTrue();
      assertThat(bed.next.get().step()).isEqualTo(7);
      assertThat(bed.next.get().learningRate()).isEqualTo(0.125f);
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void writesNothingAfterAStepThatWasNotFinite(LaunchBed.Config config) {
    try (LaunchBed bed = new LaunchBed(config, true)) {
      prepare(bed, 0);
      bed.current.nonFinite = true;
      bed.run(update());
      assertThat(bed.untouchedOutside(Region.PARAMETER, List.of())).isTrue();
      assertThat(bed.untouchedOutside(Region.SLOT, List.of())).isTrue();
      assertThat(bed.next.get().step()).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void gradientsWithinTheLimitAreNotScaled(LaunchBed.Config config) {
    try (LaunchBed bed = new LaunchBed(config, true)) {
      prepare(bed, 0);
      bed.run(
          new ClipLaunch("clip", Phase.UPDATE, "", 7, Place.matrix(Region.GRADIENT, 0, 1, SIZE)));
      assertThat(bed.current.clipScale).isEqualTo(1f);
    }
  }
}
