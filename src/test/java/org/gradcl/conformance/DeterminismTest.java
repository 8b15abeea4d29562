package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.TrainingStep;
import org.gradcl.testing.Deviation;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same seed on the same device gives the same bits; other engines stay close. */
class DeterminismTest {
  private static final int STEPS = 12;
  private static final int BATCH = 61;
  private static final RandomKey KEY = RandomKey.ofSeed(3);

  private static final TrainingStep STEP =
      new TrainingStep(
          Sequential.of(
              Dense.of(37, 97, Activations.GELU),
              Dropout.of(0.1),
              Dense.of(97, 131, Activations.TANH),
              Dense.of(131, 3)),
          Losses.huber(1),
          Optimizers.adam(0.01f).withClipNorm(0.8));

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  /** How far engines may stray from each other in twelve steps; they add in different orders. */
  private static final double LOSS_BOUND = 2e-5;

  /** The same for parameters and slots, as {@link Deviation#of} has it. */
  private static final double STATE_BOUND = 1e-4;

  /** Everything a training leaves: losses, then each parameter and slot, in one order. */
  private record Trace(List<Double> losses, List<float[]> tensors) {
    static Trace of(EngineUnderTest engine) {
      StepGraph graph = STEP.graph(BATCH);
      try (EngineUnderTest.Open open = engine.open();
          DeviceRun run =
              DeviceRun.of(
                  open.device(),
                  Compiler.fusing(),
                  graph,
                  STEP.model().initialParameters(KEY),
                  STEPS,
                  0.01f,
                  KEY)) {
        for (int i = 0; i < STEPS; i++) {
          run.step(Samples.regression(STEP, BATCH, i % 3));
        }
        List<Double> losses = run.losses();
        List<float[]> tensors = new ArrayList<>();
        for (StateLayout.Entry entry : graph.stateLayout().learnt()) {
          tensors.add(run.state().read(entry.name()).floats());
          for (StateLayout.SlotEntry slot : graph.stateLayout().slots()) {
            tensors.add(run.state().read(slot.of(entry.name())).floats());
          }
        }
        return new Trace(losses, tensors);
      }
    }

    void assertSameBits(Trace other) {
      assertThat(losses).hasSize(STEPS).isEqualTo(other.losses);
      for (int i = 0; i < tensors.size(); i++) {
        assertThat(tensors.get(i)).isEqualTo(other.tensors.get(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void twoRunsGiveTheSameBits(EngineUnderTest engine) {
    Trace first = Trace.of(engine);
    assertThat(first.losses().get(STEPS - 1)).isLessThan(first.losses().get(0));
    first.assertSameBits(Trace.of(engine));
  }

  @Test
  void theNumberOfThreadsChangesNoBit() {
    for (EngineUnderTest engine : EngineUnderTest.jvm()) {
      Trace alone = Trace.of(engine.withThreads(1));
      alone.assertSameBits(Trace.of(engine.withThreads(2)));
      alone.assertSameBits(Trace.of(engine.withThreads(5)));
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void everyEngineFollowsThePlainOne(EngineUnderTest engine) {
    Trace plain = Trace.of(EngineUnderTest.jvm().get(1));
    Trace other = Trace.of(engine);
    for (int i = 0; i < STEPS; i++) {
      assertThat(other.losses().get(i))
          .as("loss of step %d on %s", i, engine)
          .isCloseTo(plain.losses().get(i), within(LOSS_BOUND));
    }
    for (int i = 0; i < plain.tensors().size(); i++) {
      assertThat(
              Deviation.of(other.tensors().get(i), ReferenceState.float64(plain.tensors().get(i))))
          .as("tensor %d after the last step on %s", i, engine)
          .isLessThanOrEqualTo(STATE_BOUND);
    }
  }
}
