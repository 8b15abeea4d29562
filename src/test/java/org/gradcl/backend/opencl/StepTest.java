package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Device;
import org.gradcl.backend.Executable;
import org.gradcl.backend.State;
import org.gradcl.backend.StepState;
import org.gradcl.backend.StepStatus;
import org.gradcl.backend.opencl.memory.ResourceLedger;
import org.gradcl.device.Counters;
import org.gradcl.device.Explanation;
import org.gradcl.graph.Graph;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.plan.Compiler;
import org.gradcl.plan.Plan;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a training step promises, on every device with either product. */
@RequiresOpenCl
class StepTest {
  private static final int LAUNCHES = 7;

  static List<Bodies> bodies() {
    return Bodies.all().toList();
  }

  /** A product alone, and one in parts, which share memory and are added up by a second kernel. */
  static List<Bodies> bodiesWithoutAndWithScratch() {
    return Bodies.all().filter(b -> Set.of("128x128x8", "32x32x16/3").contains(b.body())).toList();
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aSteadyStepEnqueuesKernelsAndOneTransferAndNothingElse(Bodies bodies) {
    try (Device device = bodies.open();
        Net net = Net.open(device, Net.SGD)) {
      int half = device.target().ringLength() / 2;
      steps(net, half);
      net.state.collect(true, (step, loss) -> {});
      Counters before = device.counters();
      steps(net, 2 * half);
      Counters spent = device.counters().since(before);
      assertThat(spent.launches()).isEqualTo(2L * half * LAUNCHES);
      long enqueues =
          net.executable.explain().launches().stream()
              .mapToLong(launch -> launch.kernel().enqueues())
              .sum();
      assertThat(enqueues).isBetween((long) LAUNCHES, 2L * LAUNCHES);
      assertThat(spent.enqueues()).isEqualTo(2L * half * enqueues);
      assertThat(spent.transfers()).isEqualTo(2L * half);
      assertThat(spent.reads()).isEqualTo(2);
      assertThat(spent.blockingReads()).isZero();
      assertThat(spent.finishes()).isZero();
      assertThat(spent.arguments()).isZero();
      assertThat(spent.allocations()).isZero();
      assertThat(spent.batchBufferWaits()).isLessThanOrEqualTo(2L * half);
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aSteadyStepAllocatesAtMostOneKibibyteOfHeap(Bodies bodies) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    int count = 200;
    try (Device device = bodies.open();
        Net net = Net.open(device, Net.SGD)) {
      steps(net, count);
      long before = threads.getThreadAllocatedBytes(thread);
      steps(net, count);
      long bytes = threads.getThreadAllocatedBytes(thread) - before;
      assertThat(bytes / count).isLessThanOrEqualTo(1024);
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void everyLossIsDeliveredOnceInOrderHoweverOftenOneLooks(Bodies bodies) {
    List<Double> often = new ArrayList<>();
    List<Double> once = new ArrayList<>();
    List<Double> outputs = new ArrayList<>();
    int count = 150;
    try (Device device = bodies.open()) {
      try (Net net = Net.open(device, Net.SGD)) {
        for (int i = 0; i < count; i++) {
          net.step();
          net.state.collect(false, (step, loss) -> add(often, step, loss));
        }
        StepStatus status = net.state.collect(true, (step, loss) -> add(often, step, loss));
        assertThat(status).isEqualTo(new StepStatus(false, count));
      }
      try (Net net = Net.open(device, Net.SGD)) {
        steps(net, count);
        net.state.collect(true, (step, loss) -> add(once, step, loss));
      }
      try (Net net = Net.open(device, Net.SGD)) {
        for (int i = 0; i < count; i++) {
          outputs.add((double) net.executable.read(net.step(), "loss").floats()[0]);
        }
      }
    }
    assertThat(often).hasSize(count).isEqualTo(once).isEqualTo(outputs);
    assertThat(often.get(count - 1)).isLessThan(0.2 * often.get(0));
  }

  private static void add(List<Double> losses, long step, double loss) {
    assertThat(step).isEqualTo(losses.size());
    losses.add(loss);
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void theSameStepsGiveTheSameBits(Bodies bodies) {
    try (Device device = bodies.open();
        Net first = Net.open(device, Net.SGD);
        Net second = Net.open(device, Net.SGD)) {
      steps(first, 20);
      steps(second, 20);
      assertThat(first.parameters()).isEqualTo(second.parameters());
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aNonFiniteGradientStopsTrainingAtItsStep(Bodies bodies) {
    try (Device device = bodies.open();
        Net net = Net.open(device, Net.SGD)) {
      steps(net, 5);
      List<Float> before = net.parameters();
      net.step(Float.NaN);
      steps(net, 3);
      List<Long> delivered = new ArrayList<>();
      StepStatus status = net.state.collect(true, (step, loss) -> delivered.add(step));
      assertThat(status).isEqualTo(new StepStatus(true, 5));
      assertThat(delivered).containsExactly(0L, 1L, 2L, 3L, 4L);
      assertThat(net.parameters()).isEqualTo(before);
      assertThat(net.state.readStep().nonFinite()).isTrue();
      net.state.writeStep(new StepState(5, 1000, 0.25f, 7, 8, false));
      net.step();
      StepStatus resumed = net.state.collect(true, (step, loss) -> delivered.add(step));
      assertThat(resumed).isEqualTo(new StepStatus(false, 6));
      assertThat(delivered).endsWith(5L);
      assertThat(net.parameters()).isNotEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void anInfiniteLossStopsTrainingThoughTheGradientIsFinite(Bodies bodies) {
    try (Device device = bodies.open();
        Net net = Net.open(device, Net.SGD)) {
      List<Float> before = net.parameters();
      net.stepTowards(1e20f);
      StepStatus status = net.state.collect(true, (step, loss) -> {});
      assertThat(status).isEqualTo(new StepStatus(true, 0));
      assertThat(net.parameters()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void gradientsAreClippedToTheirGlobalNorm(Bodies bodies) {
    double limit = 0.05;
    try (Device device = bodies.open();
        Net plain = Net.open(device, Net.SGD);
        Net clipped = Net.open(device, Net.rule(OptionalDouble.of(limit)))) {
      List<Float> start = plain.parameters();
      plain.step();
      clipped.step();
      assertThat(clipped.executable.plan().launches()).hasSize(LAUNCHES + 1);
      double norm = 0;
      for (String name : List.of("weight0", "bias0", "weight1", "bias1")) {
        for (float g : plain.state.read("gradient/" + name).floats()) {
          norm += (double) g * g;
        }
      }
      double scale = limit / (Math.sqrt(norm) + 1e-6);
      assertThat(scale).isLessThan(0.9);
      List<Float> free = plain.parameters();
      List<Float> bound = clipped.parameters();
      for (int i = 0; i < start.size(); i++) {
        double expected = start.get(i) + scale * (free.get(i) - start.get(i));
        assertThat((double) bound.get(i)).isCloseTo(expected, within(3e-7));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void plansOfOtherBatchSizesShareTheStateAndBuildNoProgram(Bodies bodies) {
    try (OpenClDevice device = (OpenClDevice) bodies.open();
        Net net = Net.open(device, Net.SGD)) {
      net.step();
      int programs = device.programs().count();
      try (Net other = Net.open(device, Net.SGD, Net.BATCH + 1)) {
        assertThat(device.programs().count()).isEqualTo(programs);
        assertThat(other.executable.plan().rows()).isEqualTo(Net.BATCH + 1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aPlanAndItsStateTakeTheMemoryThatIsSaid(Bodies bodies) {
    try (OpenClDevice device = (OpenClDevice) bodies.open();
        Net net = Net.open(device, Net.SGD)) {
      Plan plan = net.executable.plan();
      long before = device.context().allocatedBytes();
      try (State state = device.allocate(plan.state().layout());
          Executable executable = device.load(plan, state)) {
        assertThat(device.context().allocatedBytes() - before)
            .isEqualTo(executable.explain().memory().device());
      }
      assertThat(device.context().allocatedBytes()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aProfileGivesEachLaunchATimeOrSaysWhyNot(Bodies bodies) {
    try (Device device = bodies.open();
        Net net = Net.open(device, Net.SGD)) {
      net.step();
      BatchBuffer batchBuffer = net.executable.acquire();
      Explanation explanation = net.executable.profile(batchBuffer, 3);
      assertThat(explanation.launches()).hasSize(LAUNCHES);
      boolean timed = explanation.launches().stream().allMatch(r -> r.microseconds().isPresent());
      assertThat(timed).isEqualTo(explanation.notes().isEmpty());
      if (!timed) {
        assertThat(explanation.notes().get(0)).contains("clock");
      }
      assertThat(net.state.collect(true, (step, loss) -> {}).step()).isEqualTo(4);
      assertThat(explanation.launches().get(0).kernel().name()).startsWith("forward.cl forward");
      assertThat(explanation.launches().get(0).kernel().variant())
          .contains(
              bodies.body().replaceAll("/.*", "").replace("matmul_packed", "matmul_streamed"));
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aProfileLongerThanTheRingLosesNoLoss(Bodies bodies) {
    int count = 150;
    List<Double> stepped = new ArrayList<>();
    List<Double> profiled = new ArrayList<>();
    try (Device device = bodies.open()) {
      assertThat(count).isGreaterThan(2 * device.target().ringLength());
      try (Net net = Net.open(device, Net.SGD)) {
        steps(net, count + 1);
        net.state.collect(true, (step, loss) -> add(stepped, step, loss));
      }
      try (Net net = Net.open(device, Net.SGD)) {
        net.step();
        net.executable.profile(net.filled(), count);
        net.state.collect(true, (step, loss) -> add(profiled, step, loss));
      }
    }
    assertThat(profiled).isEqualTo(stepped);
  }

  @ParameterizedTest
  @MethodSource("bodiesWithoutAndWithScratch")
  void twoHundredOpeningsLeaveNothingBehind(Bodies bodies) {
    long openBefore = ResourceLedger.openInProcess();
    for (int i = 0; i < 200; i++) {
      try (Device device = bodies.open()) {
        // Each context builds its programs anew: PoCL takes 60 ms for the one of the smallest plan,
        // half a second for the seven of a step, and minutes if every cycle did. What a load leaves
        // open shows in the count below at once; more loads are for what is left now and then.
        if (i % 4 == 0) {
          runSmallestPlan(device);
        }
        if (i % 20 == 0) {
          try (Net net = Net.open(device, Net.SGD)) {
            net.step();
          }
        }
      }
      assertThat(ResourceLedger.openInProcess()).isEqualTo(openBefore);
    }
  }

  /** Loads and runs a plan of one launch. */
  private static void runSmallestPlan(Device device) {
    Graph graph = new Graph();
    Value x = graph.input("input", Shape.of(1, 1));
    StepGraph step = StepGraph.inference(graph, Map.of("y", graph.map(x, e -> e.times(2))));
    try (State state = device.allocate(step.stateLayout());
        Executable executable = device.load(Compiler.compile(step, device.target()), state)) {
      BatchBuffer batchBuffer = executable.acquire();
      batchBuffer.inputs().get("input").put(21);
      assertThat(executable.read(executable.run(batchBuffer), "y").floats()).containsExactly(42);
    }
  }

  private static void steps(Net net, int count) {
    for (int i = 0; i < count; i++) {
      net.step();
    }
  }
}
