package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.device.Explanation;
import org.gradcl.testing.EngineUnderTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory that the plans of a trainer share. */
class PlanMemoryTest {
  private static final int LARGE = 700;
  private static final int SMALL = 3;

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void theTotalOfAPlanIsTheSameWhateverWasLoadedBefore(EngineUnderTest engine) {
    long alone;
    try (Trainer trainer = Trainers.eventful(Trainers.on(engine)).build()) {
      alone = trainer.explain(SMALL).memory().device();
      assertThat(trainer.explain(SMALL).memory().device()).isEqualTo(alone);
    }
    try (Trainer trainer = Trainers.eventful(Trainers.on(engine)).build()) {
      long large = trainer.explain(LARGE).memory().batch();
      assertThat(trainer.explain(SMALL).memory().device()).isEqualTo(alone);
      Explanation.Memory memory = trainer.explain(SMALL).memory();
      // Inputs and targets. Not so in all: kernels for few rows have working memory of their own.
      assertThat(large).isGreaterThanOrEqualTo(4L * LARGE * (3 + 1));
      assertThat(memory.batch()).isLessThan(large / 2);
      long plan = memory.workspace() + memory.batch() + memory.outputs();
      assertThat(alone).isGreaterThan(memory.state() + plan);
    }
  }

  /** A workspace that is moved in between, to a larger place and back, changes no number. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void plansOfOtherSizesInBetweenChangeNothing(EngineUnderTest engine) {
    ArrayDataSet small = Trainers.curve(SMALL, 1);
    ArrayDataSet large = Trainers.curve(LARGE, 2);
    Trainers.State expected;
    try (Trainer trainer = Trainers.eventful(Trainers.on(engine).seed(1)).totalSteps(9).build()) {
      for (int step = 0; step < 9; step++) {
        trainer.step(small);
      }
      expected = Trainers.state(trainer);
    }
    try (Trainer trainer = Trainers.eventful(Trainers.on(engine).seed(1)).totalSteps(9).build()) {
      for (int step = 0; step < 9; step++) {
        trainer.step(small);
        trainer.evaluate(large);
        // Eight plans are kept: from the ninth on the large ones go.
        trainer.explain(10 + step);
      }
      assertThat(Trainers.state(trainer)).isEqualTo(expected);
    }
  }
}
