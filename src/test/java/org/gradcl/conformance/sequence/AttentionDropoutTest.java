package org.gradcl.conformance.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.graph.Graph;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.nn.Mode;
import org.gradcl.nn.MultiHeadAttention;
import org.gradcl.nn.Scope;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Weights of attention that are dropped in training: seen by queries and keys of 0, which weigh all
 * keys alike, and a value for each key that is 1 in a place of its own. So the result is the
 * weights themselves.
 */
class AttentionDropoutTest {
  private static final RandomKey KEY = RandomKey.ofSeed(3);
  private static final int SAMPLES = 50;
  private static final int KEYS = 16;
  private static final double RATE = 0.3;

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.ownChoice();
  }

  private static StepGraph step(Mode mode, double rate) {
    Graph graph = new Graph();
    Value x = graph.input("x", Shape.of(SAMPLES, KEYS, KEYS));
    MultiHeadAttention layer = MultiHeadAttention.of(1).withoutBias().withDropout(rate);
    return StepGraph.inference(graph, Map.of("result", Scope.of(graph, mode).call("a", layer, x)));
  }

  /** Queries and keys of 0, values as they are. */
  private static List<HostTensor> parameters() {
    float[] projections = new float[3 * KEYS * KEYS];
    float[] identity = new float[KEYS * KEYS];
    for (int i = 0; i < KEYS; i++) {
      projections[(2 * KEYS + i) * KEYS + i] = 1;
      identity[i * KEYS + i] = 1;
    }
    List<HostTensor> parameters = new ArrayList<>();
    parameters.add(HostTensor.of("a.in_proj_weight", Shape.of(3 * KEYS, KEYS), projections));
    parameters.add(HostTensor.of("a.out_proj.weight", Shape.of(KEYS, KEYS), identity));
    return parameters;
  }

  private static float[] weights(EngineUnderTest.Open open, StepGraph step) {
    float[] x = new float[SAMPLES * KEYS * KEYS];
    for (int i = 0; i < x.length; i++) {
      x[i] = i / KEYS % KEYS == i % KEYS ? 1 : 0;
    }
    try (DeviceRun run =
        DeviceRun.of(open.device(), Compiler.fusing(), step, parameters(), 1, 0, KEY)) {
      run.step(Map.of("x", x));
      return run.output("result").floats();
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aShareOfTheWeightsIsDroppedAndTheOthersRaised(EngineUnderTest engine) {
    try (EngineUnderTest.Open open = engine.open()) {
      float[] dropped = weights(open, step(Mode.TRAINING, RATE));
      int zeros = 0;
      for (float weight : dropped) {
        zeros += weight == 0 ? 1 : 0;
        if (weight != 0) {
          assertThat((double) weight).isCloseTo(1 / (KEYS * (1 - RATE)), within(1e-7));
        }
      }
      // Of 12,800 draws the share strays by 0.004.
      assertThat((double) zeros / dropped.length).isCloseTo(RATE, within(0.016));
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void noneIsDroppedInEvaluation(EngineUnderTest engine) {
    try (EngineUnderTest.Open open = engine.open()) {
      assertThat(weights(open, step(Mode.INFERENCE, RATE)))
          .containsExactly(weights(open, step(Mode.TRAINING, 0)))
          .containsOnly(1f / KEYS);
    }
  }
}
