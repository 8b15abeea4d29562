package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.device.Counters;
import org.gradcl.graph.StepGraph;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.step.TrainingStep;
import org.gradcl.testing.AllocatedBytes;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * In the steady state a step allocates no buffer, sets no argument, waits for nothing but a batch
 * buffer and hardly touches the Java heap.
 */
class SteadyStateTest {
  private static final int BATCH = 32;
  private static final int WARM_UP = 3_000;
  private static final int STEPS = 512;
  private static final long BYTES_PER_STEP = 1024;
  private static final RandomKey KEY = RandomKey.ofSeed(2);

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void countersStandStill(EngineUnderTest engine) {
    TrainingStep step = step();
    StepGraph graph = step.graph(BATCH);
    Map<String, float[]> batch = Samples.regression(step, BATCH, 1);
    try (EngineUnderTest.Open open = engine.open();
        DeviceRun run = load(open, step, graph)) {
      run(run, batch, 70);
      Counters before = open.device().counters();
      run(run, batch, STEPS);
      Counters counted = open.device().counters().since(before);
      int launches = run.executable().plan().launches().size();
      int halfRing = run.executable().plan().target().ringLength() / 2;
      assertThat(launches).isEqualTo(3 * 3 + 2);
      assertThat(counted.launches()).isEqualTo((long) launches * STEPS);
      assertThat(counted.enqueues()).isGreaterThanOrEqualTo(counted.launches());
      if (!engine.name().contains("packed")) {
        long enqueues =
            run.executable().explain().launches().stream()
                .mapToLong(launch -> launch.kernel().enqueues())
                .sum();
        assertThat(counted.enqueues()).isEqualTo(enqueues * STEPS);
      }
      assertThat(counted.transfers()).isLessThanOrEqualTo(STEPS);
      assertThat(counted.reads()).isLessThanOrEqualTo(STEPS / halfRing + 1);
      assertThat(counted.arguments()).as("arguments set").isZero();
      assertThat(counted.allocations()).as("buffers created").isZero();
      assertThat(counted.finishes()).as("waits for the whole queue").isZero();
      assertThat(counted.blockingReads()).as("blocking reads").isZero();
      assertThat(run.losses()).hasSize(70 + STEPS);
    }
  }

  /** Without vectors: until the JIT has removed every vector object, the figure is the JIT's. */
  static Stream<EngineUnderTest> enginesWithoutVectors() {
    return engines().filter(engine -> !engine.name().startsWith("jvm vector"));
  }

  @ParameterizedTest
  @MethodSource("enginesWithoutVectors")
  void aStepHardlyTouchesTheHeap(EngineUnderTest engine) {
    TrainingStep step = step();
    StepGraph graph = step.graph(BATCH);
    Map<String, float[]> batch = Samples.regression(step, BATCH, 1);
    try (EngineUnderTest.Open open = engine.open();
        DeviceRun run = load(open, step, graph)) {
      run(run, batch, WARM_UP);
      run.losses();
      long before = AllocatedBytes.soFar();
      run(run, batch, STEPS);
      long perStep = (AllocatedBytes.soFar() - before) / STEPS;
      assertThat(perStep).as("bytes of heap a step").isLessThanOrEqualTo(BYTES_PER_STEP);
    }
  }

  private static TrainingStep step() {
    return new TrainingStep(
        Sequential.of(
            Dense.of(8, 32, Activations.TANH),
            Dropout.of(0.1),
            Dense.of(32, 32, Activations.RELU),
            Dense.of(32, 1)),
        Losses.meanSquaredError(),
        Optimizers.adam(0.001f).withClipNorm(1));
  }

  private static DeviceRun load(EngineUnderTest.Open open, TrainingStep step, StepGraph graph) {
    return DeviceRun.of(
        open.device(),
        Compiler.fusing(),
        graph,
        step.model().initialParameters(KEY),
        10_000,
        0.001f,
        KEY);
  }

  private static void run(DeviceRun run, Map<String, float[]> batch, int steps) {
    for (int i = 0; i < steps; i++) {
      run.step(batch);
    }
  }
}
