package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.AvgPool;
import org.gradcl.nn.BatchNorm;
import org.gradcl.nn.Conv1d;
import org.gradcl.nn.Conv2d;
import org.gradcl.nn.ConvTranspose2d;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Embedding;
import org.gradcl.nn.Flatten;
import org.gradcl.nn.Glu;
import org.gradcl.nn.GroupNorm;
import org.gradcl.nn.Gru;
import org.gradcl.nn.LayerNorm;
import org.gradcl.nn.LearntPositions;
import org.gradcl.nn.Lstm;
import org.gradcl.nn.MaxPool;
import org.gradcl.nn.MultiHeadAttention;
import org.gradcl.nn.PRelu;
import org.gradcl.nn.Residual;
import org.gradcl.nn.RmsNorm;
import org.gradcl.nn.RotaryPositions;
import org.gradcl.nn.Sequential;
import org.gradcl.nn.Softmax;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.Deviation;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

  private static final int CLASSES = 53;

  /** Images, sequences, tokens: layers of every kind, large enough to be shared among threads. */
  private static final List<Sequential> NETS =
      List.of(
          Sequential.ofInput(
              Shape.of(11, 13, 3),
              Conv2d.of(8, 3).padding(1).activation(Activations.RELU),
              BatchNorm.standard(),
              Conv2d.of(8, 3).groups(8),
              MaxPool.of(2),
              ConvTranspose2d.of(5, 3).stride(2),
              new PRelu(true),
              GroupNorm.of(5),
              AvgPool.of(3),
              new Flatten(),
              Dropout.of(0.2),
              Dense.to(3)),
          Sequential.ofInput(
              Shape.of(17, 7),
              Conv1d.of(10, 3).dilation(2).padding(2),
              Lstm.of(19).withLayers(2),
              LayerNorm.standard(),
              Gru.of(11),
              MaxPool.ofSignals(3),
              new Flatten(),
              Dense.to(3)),
          Sequential.ofInput(
              Shape.of(19),
              Embedding.of(CLASSES, 12).withPadding(0),
              LearntPositions.of(19),
              Residual.of(
                  RmsNorm.standard(),
                  MultiHeadAttention.of(6)
                      .withKeyHeads(3)
                      .causally()
                      .withDropout(0.1)
                      .withRotary(RotaryPositions.standard())),
              Residual.of(LayerNorm.standard(), Dense.to(48), Glu.swiglu(), Dense.to(12)),
              Softmax.standard(),
              new Flatten(),
              Dense.to(3)));

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  static Stream<Arguments> nets() {
    return EngineUnderTest.ownChoice()
        .flatMap(engine -> NETS.stream().map(net -> Arguments.of(engine, net)));
  }

  private static Map<String, float[]> batch(TrainingStep step, int number) {
    Map<String, float[]> batch = new LinkedHashMap<>(Samples.regression(step, BATCH, number));
    if (step.arrays().specs().get(TrainingStep.INPUT).classes().isPresent()) {
      float[] tokens = batch.get(TrainingStep.INPUT);
      for (int i = 0; i < tokens.length; i++) {
        tokens[i] = (i * i + number) % CLASSES;
      }
    }
    return batch;
  }

  /** How far engines may stray from each other in twelve steps; they add in different orders. */
  private static final double LOSS_BOUND = 2e-5;

  /** The same for parameters and slots, as {@link Deviation#of} has it. */
  private static final double STATE_BOUND = 1e-4;

  /** Everything a training leaves: losses, then each parameter and slot, in one order. */
  private record Trace(List<Double> losses, List<float[]> tensors) {
    static Trace of(EngineUnderTest engine) {
      return of(engine, STEP, STEPS);
    }

    static Trace of(EngineUnderTest engine, TrainingStep step, int steps) {
      StepGraph graph = step.graph(BATCH);
      try (EngineUnderTest.Open open = engine.open();
          DeviceRun run =
              DeviceRun.of(
                  open.device(),
                  Compiler.fusing(),
                  graph,
                  step.model().initialParameters(KEY),
                  steps,
                  0.01f,
                  KEY)) {
        for (int i = 0; i < steps; i++) {
          run.step(batch(step, i % 3));
        }
        List<Double> losses = run.losses();
        List<float[]> tensors = new ArrayList<>();
        for (StateLayout.Entry entry : graph.stateLayout().parameters()) {
          tensors.add(run.state().read(entry.name()).floats());
        }
        for (StateLayout.Entry entry : graph.stateLayout().learnt()) {
          for (StateLayout.SlotEntry slot : graph.stateLayout().slots()) {
            tensors.add(run.state().read(slot.of(entry.name())).floats());
          }
        }
        return new Trace(losses, tensors);
      }
    }

    void assertSameBits(Trace other) {
      assertThat(losses).isNotEmpty().isEqualTo(other.losses);
      assertThat(losses.get(losses.size() - 1)).isFinite();
      assertThat(tensors).hasSameSizeAs(other.tensors);
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

  /** Also of running statistics, with any number of threads. */
  @ParameterizedTest
  @MethodSource("nets")
  void layersOfEveryKindGiveTheSameBits(EngineUnderTest engine, Sequential net) {
    TrainingStep step =
        new TrainingStep(net, Losses.meanSquaredError(), Optimizers.adam(0.01).withClipNorm(0.8));
    Trace first = Trace.of(engine, step, 3);
    first.assertSameBits(Trace.of(engine, step, 3));
    if (EngineUnderTest.jvm().contains(engine)) {
      first.assertSameBits(Trace.of(engine.withThreads(1), step, 3));
      first.assertSameBits(Trace.of(engine.withThreads(3), step, 3));
      first.assertSameBits(Trace.of(engine.withThreads(8), step, 3));
    }
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
