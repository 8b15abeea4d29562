package org.gradcl.backend.jvm.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gradcl.backend.jvm.arithmetic.Arithmetics;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Functions;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StepPart;
import org.gradcl.graph.UpdateRule;
import org.gradcl.plan.Place;
import org.gradcl.plan.Region;
import org.gradcl.plan.UpdateLaunch;
import org.gradcl.plan.UpdateRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An update in place has the bits of one by blocks, which plain Java takes. */
class RangeProgramTest {
  private static final int SIZE = 20_003;
  private static final Expr PARAMETER = UpdateRule.PARAMETER;
  private static final Expr GRADIENT = UpdateRule.GRADIENT;
  private static final Expr RATE = UpdateRule.LEARNING_RATE;
  private static final Expr SLOT = UpdateRule.Slot.variable("slot");

  static Stream<Arguments> updates() {
    Expr slot = SLOT.times(0.9).plus(GRADIENT.times(GRADIENT).times(0.1));
    return Stream.of(
        Arguments.of("descent", PARAMETER.minus(RATE.times(GRADIENT)), SLOT.times(0.5)),
        Arguments.of("a new slot that is read again", PARAMETER.minus(RATE.times(slot)), slot),
        Arguments.of(
            "an old parameter that is read last",
            PARAMETER.plus(GRADIENT),
            SLOT.times(2).minus(PARAMETER)),
        Arguments.of(
            "all operators",
            PARAMETER.minus(GRADIENT.over(Functions.sqrt(SLOT.times(SLOT).plus(1)))),
            GRADIENT.minus(SLOT).negate()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("updates")
  void changesNoBit(String name, Expr parameter, Expr slot) {
    UpdateLaunch launch =
        new UpdateLaunch(
            "update",
            Phase.UPDATE,
            "",
            List.of(new UpdateRange(0, SIZE, Tape.of(parameter, slot))),
            List.of("slot"),
            SIZE,
            StepPart.WHOLE,
            Optional.empty(),
            Tape.of(UpdateRule.STEP.over(UpdateRule.TOTAL_STEPS)));
    LaunchBed.Config plain = new LaunchBed.Config(Arithmetics.plain(), 2);
    float[][] expected = run(launch, plain, "blocks of 512");
    for (var arithmetic : Arithmetics.vector()) {
      LaunchBed.Config config = new LaunchBed.Config(arithmetic, 2);
      float[][] found = run(launch, config, "in place, blocks of 512");
      assertThat(found[0]).as("%s, parameters", config).isEqualTo(expected[0]);
      assertThat(found[1]).as("%s, slots", config).isEqualTo(expected[1]);
    }
  }

  private static float[][] run(UpdateLaunch launch, LaunchBed.Config config, String variant) {
    try (LaunchBed bed = new LaunchBed(config, true)) {
      bed.current.copyFrom(bed.next);
      assertThat(bed.run(launch).variant()).isEqualTo(variant);
      float[][] numbers = new float[2][SIZE];
      for (int i = 0; i < SIZE; i++) {
        numbers[0][i] = bed.after(Place.matrix(Region.PARAMETER, 0, 1, SIZE), 0, i);
        numbers[1][i] = bed.after(Place.matrix(Region.SLOT, 0, 1, SIZE), 0, i);
      }
      return numbers;
    }
  }
}
