package org.gradcl.conformance.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.gradcl.conformance.sequence.SequenceLayers;
import org.gradcl.graph.StepGraph;
import org.gradcl.nn.Layers;
import org.gradcl.plan.Compiler;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.gradcl.testing.StepOnSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every layer on every engine is what the reference makes of it, has the gradients of differences,
 * and treats each sample for itself. Layers of sequences have {@code SequenceConformanceTest}.
 */
class LayerConformanceTest {
  private static final int SAMPLES = 5;

  static List<LayerCase> cases() {
    return LayerCases.all();
  }

  static Stream<Arguments> engines() {
    return EngineUnderTest.ownChoice()
        .flatMap(engine -> cases().stream().map(each -> Arguments.of(engine, each)));
  }

  @Test
  void everyLayerHasACase() {
    Set<String> words = new TreeSet<>(Layers.names());
    words.removeAll(SequenceLayers.words());
    cases().forEach(each -> words.remove(each.block().describe().split(" ")[0]));
    assertThat(words).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsAreThoseOfDifferences(LayerCase layer) {
    layer.onSamples().requireGradientsOfDifferences();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("engines")
  void everyEngineComputesIt(EngineUnderTest engine, LayerCase layer) {
    StepOnSamples step = layer.onSamples();
    try (EngineUnderTest.Open open = engine.open()) {
      step.requireSameOn(open, Compiler.fusing());
      step.requireSameOn(open, Compiler.unfused());
    }
  }

  /** In evaluation a sample has the same bits alone, in a batch, and at any place in it. */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("engines")
  void evaluationOfASampleDoesNotDependOnItsBatch(EngineUnderTest engine, LayerCase layer) {
    float[] batch = Samples.inputs(layer.evaluation(SAMPLES)).get("x");
    int width = batch.length / SAMPLES;
    try (EngineUnderTest.Open open = engine.open()) {
      float[] together = evaluated(open, layer, SAMPLES, batch);
      int yielded = together.length / SAMPLES;
      float[] turned = new float[batch.length];
      for (int sample = 0; sample < SAMPLES; sample++) {
        float[] one = Arrays.copyOfRange(batch, sample * width, (sample + 1) * width);
        System.arraycopy(one, 0, turned, (SAMPLES - 1 - sample) * width, width);
        assertThat(evaluated(open, layer, 1, one))
            .as("sample %d alone", sample)
            .containsExactly(
                Arrays.copyOfRange(together, sample * yielded, (sample + 1) * yielded));
      }
      float[] fromTheEnd = evaluated(open, layer, SAMPLES, turned);
      for (int sample = 0; sample < SAMPLES; sample++) {
        int place = SAMPLES - 1 - sample;
        assertThat(Arrays.copyOfRange(fromTheEnd, place * yielded, (place + 1) * yielded))
            .as("sample %d at place %d", sample, place)
            .containsExactly(
                Arrays.copyOfRange(together, sample * yielded, (sample + 1) * yielded));
      }
    }
  }

  private static float[] evaluated(
      EngineUnderTest.Open open, LayerCase layer, int samples, float[] x) {
    StepGraph step = layer.evaluation(samples);
    try (DeviceRun run =
        DeviceRun.of(
            open.device(),
            Compiler.fusing(),
            step,
            Samples.parameters(step),
            1,
            0.1f,
            LayerCase.KEY)) {
      run.step(Map.of("x", x));
      return run.output(LayerCase.RESULT).floats();
    }
  }
}
