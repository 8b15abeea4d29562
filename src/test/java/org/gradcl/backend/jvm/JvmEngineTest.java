package org.gradcl.backend.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.List;
import java.util.Map;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Device;
import org.gradcl.backend.Executable;
import org.gradcl.backend.State;
import org.gradcl.backend.StepState;
import org.gradcl.backend.Ticket;
import org.gradcl.device.Counters;
import org.gradcl.device.DeviceMemoryException;
import org.gradcl.device.Explanation;
import org.gradcl.graph.Role;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.plan.Plan;
import org.gradcl.random.RandomKey;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The seam's promises on the JVM engine, beyond what it computes. */
class JvmEngineTest {
  private static final TrainingStep STEP =
      new TrainingStep(
          Sequential.of(Dense.of(4, 6, Activations.TANH), Dense.of(6, 2)),
          Losses.meanSquaredError(),
          Optimizers.adam(0.01f));

  private Device device;
  private State state;

  @BeforeEach
  void open() {
    device = new JvmBackendProvider().candidates().get(0).opener().open();
    state = device.allocate(STEP.graph(1).stateLayout());
    STEP.model().initialParameters(RandomKey.ofSeed(1)).forEach(state::write);
    state.writeStep(new StepState(0, 10, 0.01f, 1, 2, false));
  }

  @AfterEach
  void close() {
    state.close();
    device.close();
  }

  private Executable load(int batch) {
    StepGraph graph = STEP.graph(batch, List.of("prediction"));
    return device.load(Compiler.compile(graph, device.target()), state);
  }

  private static void fill(BatchBuffer batchBuffer, int batch) {
    Map<String, float[]> values = Samples.regression(STEP, batch, 3);
    values.forEach((name, numbers) -> batchBuffer.inputs().get(name).put(0, numbers));
  }

  private static Ticket step(Executable executable, int batch) {
    BatchBuffer batchBuffer = executable.acquire();
    fill(batchBuffer, batch);
    return executable.run(batchBuffer);
  }

  /** Whoever closes a plan still holds it: its workspace must be garbage nevertheless. */
  @Test
  void aClosedPlanHoldsNoWorkspace() {
    Executable executable = load(1_000_000);
    long workspace = 4L * executable.plan().workspaceElements();
    assertThat(workspace).isGreaterThan(20 << 20);
    long before = usedHeap();
    executable.close();
    assertThat(before - usedHeap()).isGreaterThan(workspace / 2);
    assertThatThrownBy(executable::acquire).hasMessageContaining("closed");
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void plansOfSeveralBatchSizesShareOneState() {
    try (Executable large = load(32);
        Executable small = load(5)) {
      step(large, 32);
      step(small, 5);
      step(large, 32);
    }
    assertThat(state.readStep().step()).isEqualTo(3);
    double[] losses = new double[3];
    state.collect(false, (step, loss) -> losses[(int) step] = loss);
    assertThat(losses).doesNotContain(0);
    assertThat(losses[2]).as("the same batch again").isLessThan(losses[0]);
  }

  @Test
  void outputsLiveUntilTheNextRun() {
    try (Executable executable = load(5)) {
      Ticket first = step(executable, 5);
      HostTensor prediction = executable.read(first, "prediction");
      assertThat(prediction.shape()).isEqualTo(Shape.of(5, 2));
      float[] before = prediction.floats().clone();
      Ticket second = step(executable, 5);
      assertThat(prediction.floats()).as("what was read is a copy").isEqualTo(before);
      assertThatThrownBy(() -> executable.read(first, "prediction"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("run 1");
      assertThatThrownBy(() -> executable.read(second, "gradient"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'gradient'")
          .hasMessageContaining("prediction");
    }
  }

  @Test
  void batchBuffersAreAcquiredAndRunOnce() {
    try (Executable executable = load(5);
        Executable other = load(5)) {
      BatchBuffer batchBuffer = executable.acquire();
      fill(batchBuffer, 5);
      assertThatThrownBy(() -> other.run(batchBuffer)).isInstanceOf(IllegalStateException.class);
      executable.run(batchBuffer);
      assertThatThrownBy(() -> executable.run(batchBuffer))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("acquire");
      executable.acquire();
      executable.acquire();
      assertThatThrownBy(executable::acquire)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("2 batch buffers");
    }
  }

  @Test
  void aStepIsItsLaunchesAndNothingElse() {
    try (Executable executable = load(5)) {
      step(executable, 5);
      Counters before = device.counters();
      for (int i = 0; i < 10; i++) {
        step(executable, 5);
      }
      Counters counters = device.counters().since(before);
      assertThat(executable.plan().launches()).hasSizeLessThanOrEqualTo(3 * 2 + 2);
      assertThat(counters.launches()).isEqualTo(10L * executable.plan().launches().size());
      assertThat(counters.allocations()).isZero();
      assertThat(counters.finishes()).isZero();
      assertThat(counters.blockingReads()).isZero();
      assertThat(counters.arguments()).isZero();
    }
  }

  /** All own threads summed; plain Java, since vectors are objects until the compiler has come. */
  @Test
  void aStepAllocatesNextToNothing() {
    System.setProperty("gradcl.jvm.provider", "plain");
    System.setProperty("gradcl.jvm.threads", "2");
    TrainingStep wide =
        new TrainingStep(
            Sequential.of(Dense.of(70, 90, Activations.GELU), Dense.of(90, 50)),
            Losses.meanSquaredError(),
            Optimizers.adam(0.01f).withClipNorm(1));
    StepGraph graph = wide.graph(128);
    try (Device plain = new JvmBackendProvider().candidates().get(0).opener().open();
        State own = plain.allocate(graph.stateLayout());
        Executable executable = plain.load(Compiler.compile(graph, plain.target()), own)) {
      own.writeStep(new StepState(0, 1000, 0.01f, 1, 2, false));
      runSteps(executable, 50);
      own.collect(true, (step, loss) -> {});
      long before = allocatedBytes();
      runSteps(executable, 100);
      assertThat((allocatedBytes() - before) / 100).isLessThanOrEqualTo(1024);
      assertThat(own.readStep().step()).isEqualTo(150);
    } finally {
      System.clearProperty("gradcl.jvm.provider");
      System.clearProperty("gradcl.jvm.threads");
    }
  }

  private static void runSteps(Executable executable, int steps) {
    for (int i = 0; i < steps; i++) {
      executable.run(executable.acquire());
    }
  }

  /** What this thread and the threads of the team have allocated so far. */
  private static long allocatedBytes() {
    com.sun.management.ThreadMXBean threads =
        ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class);
    long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (info != null && info.getThreadName().startsWith("gradcl-jvm-")) {
        bytes += threads.getThreadAllocatedBytes(info.getThreadId());
      }
    }
    return bytes;
  }

  @Test
  void explainsEveryLaunchAndMeasuresIt() {
    try (Executable executable = load(5)) {
      Explanation explanation = executable.explain();
      assertThat(explanation.launches()).hasSameSizeAs(executable.plan().launches());
      assertThat(explanation.launches().get(0).kernel().name()).isEqualTo("matmul");
      assertThat(explanation.launches().get(0).kernel().variant()).contains("tile");
      assertThat(explanation.launches()).allMatch(launch -> launch.microseconds().isEmpty());
      Plan plan = executable.plan();
      // Two batches, and beside the plan's own memory packed factors and tiles.
      assertThat(explanation.memory().device())
          .isGreaterThan(plan.state().bytes() + plan.bytes() + 4L * plan.inputElements());
      BatchBuffer batchBuffer = executable.acquire();
      fill(batchBuffer, 5);
      Explanation profile = executable.profile(batchBuffer, 3);
      assertThat(profile.launches()).allMatch(launch -> launch.microseconds().orElse(-1) >= 0);
      assertThat(state.readStep().step()).isEqualTo(3);
    }
  }

  @Test
  void tensorsAreReadAndWrittenByNameAndShape() {
    HostTensor bias = HostTensor.of("layer.0.bias", Shape.of(6), new float[] {1, 2, 3, 4, 5, 6});
    state.write(bias);
    assertThat(state.read("layer.0.bias").floats()).containsExactly(1, 2, 3, 4, 5, 6);
    HostTensor wrong = HostTensor.of("layer.0.bias", Shape.of(2, 3), new float[6]);
    assertThatThrownBy(() -> state.write(wrong))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("[6]")
        .hasMessageContaining("[2, 3]");
    assertThatThrownBy(() -> state.read("layer.9.bias"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer.9.bias")
        .hasMessageContaining("layer.0.bias");
  }

  @Test
  void refusesPlansOfOtherTargetsAndLayouts() {
    Plan plan = Compiler.compile(STEP.graph(3), device.target());
    TrainingStep other =
        new TrainingStep(
            Sequential.of(Dense.of(4, 2)), Losses.meanSquaredError(), Optimizers.sgd(0.1f));
    try (State otherState = device.allocate(other.graph(1).stateLayout())) {
      assertThatThrownBy(() -> device.load(plan, otherState))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another state");
    }
    System.setProperty("gradcl.jvm.provider", "plain");
    try (Device plain = new JvmBackendProvider().candidates().get(0).opener().open()) {
      assertThatThrownBy(() -> plain.load(plan, state))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another device");
    } finally {
      System.clearProperty("gradcl.jvm.provider");
    }
  }

  @Test
  void whatDoesNotFitInTheHeapIsAnErrorAtOnce() {
    StateLayout huge =
        new StateLayout(
            List.of(
                new StateLayout.Entry("layer.0.weight", Shape.of(40_000, 50_000), Role.PARAMETER)),
            List.of(new StateLayout.SlotEntry("momentum", 0)));
    assertThatThrownBy(() -> device.allocate(huge))
        .isInstanceOf(DeviceMemoryException.class)
        .hasMessageContaining("-Xmx")
        .hasMessageContaining("layer.0.weight");
  }

  @Test
  void nothingWorksOnceItIsClosed() {
    Executable executable = load(5);
    BatchBuffer batchBuffer = executable.acquire();
    device.close();
    assertThatThrownBy(() -> executable.run(batchBuffer))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("device is closed");
    assertThatThrownBy(() -> device.allocate(STEP.graph(1).stateLayout()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("device is closed");
    executable.close();
    assertThatThrownBy(executable::acquire)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("executable is closed");
    state.close();
    assertThatThrownBy(() -> state.read("layer.0.bias"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("state is closed");
  }
}
