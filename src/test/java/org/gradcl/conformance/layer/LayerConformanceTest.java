package org.gradcl.conformance.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gradcl.conformance.sequence.SequenceLayers;
import org.gradcl.nn.Block;
import org.gradcl.nn.Embedding;
import org.gradcl.nn.Layers;
import org.gradcl.nn.Sequential;
import org.gradcl.plan.Compiler;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.gradcl.testing.SamplesApart;
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

  /** The shapes of samples that a layer is tried with, by its word, with the batch in front. */
  private static Map<String, List<Shape>> shapes() {
    Map<String, List<Shape>> shapes = new TreeMap<>(SequenceLayers.shapes());
    for (LayerCase each : cases()) {
      String word = each.block().describe().split(" ")[0];
      shapes.computeIfAbsent(word, w -> new ArrayList<>()).add(each.input());
    }
    return shapes;
  }

  @Test
  void everyLayerHasACaseOfOneNumberAndOneOfOddSizes() {
    for (String word : Layers.names()) {
      int halves = word.endsWith("glu") ? 2 : 1;
      // A variance needs several numbers, and adaptive pools of one box are the global ones.
      int least = word.equals("batch_norm") ? 3 : word.startsWith("adaptive_avg_pool") ? 2 : halves;
      List<Shape> tried = shapes().getOrDefault(word, List.of());
      assertThat(tried)
          .as("a case of %s of one sample, step and channel", word)
          .anyMatch(shape -> shape.elements() == least);
      assertThat(tried)
          .as("a case of %s of an odd prime number of channels", word)
          .anyMatch(shape -> isOddPrime(shape.columns() / halves));
    }
  }

  private static boolean isOddPrime(int number) {
    return number > 2 && BigInteger.valueOf(number).isProbablePrime(20);
  }

  /** Also those that have no word of their own, since they are made of others. */
  @Test
  void everyBlockOfTheLibraryHasACase() throws Exception {
    Set<Class<?>> tried = new HashSet<>(Set.of(Sequential.class));
    for (LayerCase each : cases()) {
      tried.add(each.block().getClass());
    }
    SequenceLayers.texts().forEach(text -> tried.add(Layers.named(text).getClass()));
    tried.add(Embedding.class); // within a block of this test
    List<Class<?>> blocks = new ArrayList<>();
    try (Stream<String> types =
        Files.lines(Path.of("src/test/resources/org/gradcl/house/public-types.txt"))) {
      for (String type : types.filter(line -> line.startsWith("nn.")).toList()) {
        Class<?> found = Class.forName("org.gradcl.nn." + type.substring(3).replace('.', '$'));
        if (Block.class.isAssignableFrom(found) && !found.isInterface()) {
          blocks.add(found);
        }
      }
    }
    assertThat(blocks).hasSizeGreaterThan(20);
    assertThat(tried).containsAll(blocks);
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
    try (EngineUnderTest.Open open = engine.open()) {
      new SamplesApart(layer::evaluation, SAMPLES, Samples.inputs(layer.evaluation(SAMPLES)))
          .require(open);
    }
  }
}
