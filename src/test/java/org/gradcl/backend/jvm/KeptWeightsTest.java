package org.gradcl.backend.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Device;
import org.gradcl.backend.Executable;
import org.gradcl.backend.State;
import org.gradcl.backend.StepState;
import org.gradcl.graph.StepGraph;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.step.InferenceStep;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Predictions over weights that stay packed for as long as nothing changes them. */
class KeptWeightsTest {
  private static final TrainingStep STEP =
      new TrainingStep(
          Sequential.of(Dense.of(100, 200, Activations.TANH), Dense.of(200, 21)),
          Losses.meanSquaredError(),
          Optimizers.sgd(0.1));

  /** Both matrices, in strips of 16, 32 or 64 columns. */
  private static final long WEIGHT_BYTES = 4L * (200 * 100 + 21 * 200);

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.jvm().stream();
  }

  /** A state of the model on a device of its own. */
  private static final class Bed implements AutoCloseable {
    private final EngineUnderTest.Open open;
    private final Device device;
    private final State state;

    Bed(EngineUnderTest engine) {
      open = engine.open();
      device = open.device();
      state = device.allocate(STEP.graph(1).stateLayout());
      STEP.model().initialParameters(RandomKey.ofSeed(1)).forEach(state::write);
      state.writeStep(new StepState(0, 10, 0.1f, 1, 2, false));
    }

    Executable predicting(int rows) {
      return load(InferenceStep.predicting(STEP.model()).graph(rows));
    }

    Executable training(int rows) {
      return load(STEP.graph(rows));
    }

    private Executable load(StepGraph graph) {
      return device.load(
          Compiler.compile(graph, state.placement().layout(), device.target()), state);
    }

    @Override
    public void close() {
      state.close();
      open.close();
    }
  }

  private static float[] run(Executable executable) {
    BatchBuffer batchBuffer = executable.acquire();
    Map<String, float[]> values = Samples.regression(STEP, executable.plan().rows(), 3);
    batchBuffer.inputs().forEach((name, buffer) -> buffer.put(0, values.get(name)));
    var ticket = executable.run(batchBuffer);
    return executable.plan().trains()
        ? new float[0]
        : executable.read(ticket, Sequential.PREDICTION).floats();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void everyRunHasTheBitsOfTheFirst(EngineUnderTest engine) {
    for (int rows : new int[] {1, 3, 16, 64}) {
      try (Bed bed = new Bed(engine);
          Executable predicting = bed.predicting(rows)) {
        float[] first = run(predicting);
        for (int i = 0; i < 3; i++) {
          assertThat(run(predicting)).as("run %d of %d rows", i, rows).isEqualTo(first);
        }
      }
    }
  }

  /** The figures of a state that no plan has packed yet say what is right. */
  @ParameterizedTest
  @MethodSource("engines")
  void predictionsFollowEveryChange(EngineUnderTest engine) {
    try (Bed bed = new Bed(engine);
        Bed fresh = new Bed(engine);
        Executable one = bed.predicting(1);
        Executable more = bed.predicting(5);
        Executable training = bed.training(4);
        Executable freshOne = fresh.predicting(1);
        Executable freshTraining = fresh.training(4)) {
      float[] before = run(one);
      for (int i = 0; i < 3; i++) {
        run(training);
        run(freshTraining);
        float[] expected = run(freshOne);
        assertThat(expected).isNotEqualTo(before);
        for (int again = 0; again < 3; again++) {
          assertThat(run(more)).startsWith(run(one));
          assertThat(run(one)).as("after step %d", i).isEqualTo(expected);
        }
        before = expected;
      }
      HostTensor weight = STEP.model().initialParameters(RandomKey.ofSeed(9)).get(0);
      bed.state.write(weight);
      fresh.state.write(weight);
      float[] expected = run(freshOne);
      assertThat(expected).isNotEqualTo(before);
      for (int again = 0; again < 3; again++) {
        assertThat(run(one)).isEqualTo(expected);
      }
    }
  }

  @Test
  void packedWeightsAreSharedByPlansAndCountedAsMemory() {
    try (Bed bed = new Bed(EngineUnderTest.jvm().get(0));
        Executable training = bed.training(4)) {
      run(training);
      long before = bed.device.counters().allocations();
      Executable one = bed.predicting(1);
      // Outputs, two batches, and the strips of two matrices.
      assertThat(bed.device.counters().allocations() - before).isEqualTo(5);
      Executable more = bed.predicting(5);
      assertThat(bed.device.counters().allocations() - before).isEqualTo(5 + 3);
      for (int i = 0; i < 4; i++) {
        run(one);
        run(more);
      }
      assertThat(bed.device.counters().allocations() - before).isEqualTo(5 + 3);
      var memory = one.explain().memory();
      long rest = memory.state() + memory.workspace() + 2 * memory.batch() + memory.outputs();
      assertThat(memory.device() - rest).isBetween(WEIGHT_BYTES, 3 * WEIGHT_BYTES);
      long unchanged = more.explain().memory().device();
      one.close();
      assertThat(more.explain().memory().device()).isEqualTo(unchanged);
      more.close();
      long closed = bed.device.counters().allocations();
      bed.predicting(1).close();
      assertThat(bed.device.counters().allocations() - closed).isEqualTo(5);
    }
  }

  /** With more rows packing them anew costs little; so do weights that each step changes. */
  @Test
  void onlyPredictionsOfFewRowsKeepThem() {
    try (Bed bed = new Bed(EngineUnderTest.jvm().get(0));
        Executable few = bed.predicting(64);
        Executable many = bed.predicting(65);
        Executable training = bed.training(4)) {
      assertThat(few.explain().launches())
          .allSatisfy(launch -> assertThat(launch.kernel().variant()).contains("kept packed"));
      for (Executable other : new Executable[] {many, training}) {
        assertThat(other.explain().launches())
            .noneSatisfy(launch -> assertThat(launch.kernel().variant()).contains("kept packed"));
      }
    }
  }
}
