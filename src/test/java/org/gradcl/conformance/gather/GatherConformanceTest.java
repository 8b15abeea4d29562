package org.gradcl.conformance.gather;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.gradcl.graph.Gradients;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Role;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.ReferenceState;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.gradcl.testing.StepOnSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gather and scatter: gradients of the rules against differences, those of the engines against the
 * reference in float64, and the same bits again.
 */
class GatherConformanceTest {
  private static final RandomKey KEY = RandomKey.ofSeed(7);

  static Stream<GatherCase> withDifferences() {
    return GatherCases.all().filter(GatherCase::hasDifferences);
  }

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.ownChoice();
  }

  static Stream<Arguments> cases() {
    return Stream.concat(engines(), EngineUnderTest.gpuBodies().stream().limit(1))
        .flatMap(engine -> GatherCases.all().map(each -> Arguments.of(engine, each)));
  }

  @ParameterizedTest
  @MethodSource("withDifferences")
  void gradientsAreThoseOfDifferences(GatherCase gather) {
    new StepOnSamples(gather.step(), KEY, gather.batch()).requireGradientsOfDifferences();
  }

  @Test
  void aRowOfPaddingHasNoGradient() {
    float[] index = {0, 2, 4, 2};
    double[] with = tableGradient(index, OptionalInt.of(2));
    double[] without = tableGradient(index, OptionalInt.empty());
    assertThat(without).containsExactly(1, 1, 0, 0, 2, 2, 0, 0, 1, 1);
    assertThat(with).containsExactly(1, 1, 0, 0, 0, 0, 0, 0, 1, 1);
  }

  private static double[] tableGradient(float[] index, OptionalInt padding) {
    Graph graph = new Graph();
    Value table = graph.parameter("table", Shape.of(5, 2), Role.PARAMETER);
    Value rows = graph.gather(table, graph.input("index", Shape.of(index.length)), padding);
    graph.enter(Phase.LOSS);
    Value loss = graph.sum(rows, Operation.Sum.Extent.ALL);
    StepGraph step =
        StepGraph.training(
            graph, Map.of(), loss, Gradients.of(loss, List.of(table)), Optimizers.sgd(0.1).rule());
    ReferenceState state =
        ReferenceState.initial(step.stateLayout(), Samples.parameters(step), 1, KEY);
    return new Interpreter(step)
        .run(Map.of("index", ReferenceState.float64(index)), state)
        .gradients()
        .get("table");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void everyEngineComputesIt(EngineUnderTest engine, GatherCase gather) {
    StepOnSamples step = new StepOnSamples(gather.step(), KEY, gather.batch());
    try (EngineUnderTest.Open open = engine.open()) {
      step.requireSameOn(open, Compiler.fusing());
      step.requireSameOn(open, Compiler.unfused());
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void everyRunHasTheSameBits(EngineUnderTest engine) {
    assertThat(bits(engine)).containsExactlyElementsOf(bits(engine));
  }

  /** The gradients of all cases, in order. */
  private static List<FloatBuffer> bits(EngineUnderTest engine) {
    List<FloatBuffer> bits = new ArrayList<>();
    try (EngineUnderTest.Open open = engine.open()) {
      GatherCases.all().forEach(gather -> bits.addAll(gradients(gather, open)));
    }
    return bits;
  }

  private static List<FloatBuffer> gradients(GatherCase gather, EngineUnderTest.Open open) {
    StepGraph step = gather.step();
    try (DeviceRun run =
        DeviceRun.of(
            open.device(), Compiler.fusing(), step, Samples.parameters(step), 1, 0.1f, KEY)) {
      run.step(gather.batch());
      return step.stateLayout().learnt().stream()
          .map(entry -> run.state().read(StateLayout.gradientName(entry.name())).floats())
          .map(FloatBuffer::wrap)
          .toList();
    }
  }
}
