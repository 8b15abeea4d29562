package org.gradcl.conformance.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.loss.LossTerm;
import org.gradcl.loss.Losses;
import org.gradcl.loss.Objective;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Glu;
import org.gradcl.nn.Gru;
import org.gradcl.nn.LayerNorm;
import org.gradcl.nn.LearntPositions;
import org.gradcl.nn.Lstm;
import org.gradcl.nn.Model;
import org.gradcl.nn.MultiHeadAttention;
import org.gradcl.nn.Residual;
import org.gradcl.nn.RmsNorm;
import org.gradcl.nn.RotaryPositions;
import org.gradcl.nn.Scope;
import org.gradcl.nn.Sequential;
import org.gradcl.nn.SinusoidalPositions;
import org.gradcl.nn.Softmax;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.step.InferenceStep;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must not change a bit of what is predicted of a sequence. */
class SequenceBitsTest {
  private static final RandomKey KEY = RandomKey.ofSeed(8);
  private static final int TIME = 5;
  private static final int FEATURES = 12;
  private static final List<String> ORDERED = List.of("lstm", "gru", "causal", "transformer");

  private static final List<String> NAMES =
      List.of("lstm", "gru", "lstm last", "attention", "causal", "grouped", "transformer");

  /** Of causal attention, with all that stands around it, and a recurrent layer on top. */
  private static final Sequential TRANSFORMER =
      Sequential.of(
          LearntPositions.of(TIME),
          Residual.of(LayerNorm.standard(), MultiHeadAttention.of(4).withKeyHeads(2).causally()),
          SinusoidalPositions.standard(),
          Residual.of(
              RmsNorm.standard(), Dense.to(24), Glu.swiglu(), Dense.to(FEATURES, Activations.GELU)),
          Gru.of(5),
          Softmax.ofLogarithms());

  /** Layers of sequences beside each other, each told which places are seen. */
  private record Layers() implements Model {
    @Override
    public Map<String, InputSpec> inputs() {
      return Map.of(
          "x", InputSpec.of(Shape.of(TIME, FEATURES)),
          "lengths", InputSpec.of(Shape.scalar()),
          "padding", InputSpec.of(Shape.of(TIME)));
    }

    @Override
    public Map<String, Value> append(Scope scope, Map<String, Value> inputs) {
      Value x = inputs.get("x");
      Value lengths = inputs.get("lengths");
      Value padding = inputs.get("padding");
      MultiHeadAttention attention =
          MultiHeadAttention.of(3).withRotary(RotaryPositions.standard());
      Map<String, Value> outputs = new LinkedHashMap<>();
      outputs.put("lstm", scope.within("a", "lstm", s -> Lstm.of(7).append(s, x, lengths)));
      outputs.put("gru", scope.within("b", "gru", s -> Gru.of(7).append(s, x, lengths)));
      outputs.put(
          "lstm last",
          scope.within("c", "lstm", s -> Lstm.of(7).lastState().append(s, x, lengths)));
      outputs.put(
          "attention", scope.within("d", "attention", s -> attention.append(s, x, x, x, padding)));
      outputs.put(
          "causal",
          scope.within("e", "attention", s -> attention.causally().append(s, x, x, x, padding)));
      outputs.put(
          "grouped",
          scope.within(
              "f",
              "attention",
              s -> MultiHeadAttention.of(4).withKeyHeads(1).append(s, x, x, x, padding)));
      outputs.put("transformer", scope.call("g", TRANSFORMER, x));
      return outputs;
    }
  }

  /** Sequences, the ends of which are not seen. */
  private static final class Sequences {
    private final float[][] x;
    private final int[] lengths;

    Sequences(int count) {
      Random random = new Random(9);
      x = new float[count][];
      lengths = new int[count];
      for (int i = 0; i < count; i++) {
        x[i] = Samples.normal(random, TIME * FEATURES, 1);
        lengths[i] = 1 + i % TIME;
      }
    }

    Map<String, float[]> batch(int... samples) {
      Map<String, float[]> batch = new LinkedHashMap<>();
      float[] all = new float[samples.length * TIME * FEATURES];
      float[] ends = new float[samples.length];
      float[] padding = new float[samples.length * TIME];
      for (int i = 0; i < samples.length; i++) {
        System.arraycopy(x[samples[i]], 0, all, i * TIME * FEATURES, TIME * FEATURES);
        ends[i] = lengths[samples[i]];
        Arrays.fill(padding, i * TIME + lengths[samples[i]], (i + 1) * TIME, 1);
      }
      batch.put("x", all);
      batch.put("lengths", ends);
      batch.put("padding", padding);
      return batch;
    }

    /** With a target for every output, and the weights of places: 0 where they are not seen. */
    Map<String, float[]> training(Map<String, InputSpec> arrays) {
      int[] all = IntStream.range(0, x.length).toArray();
      Map<String, float[]> batch = batch(all);
      float[] seen = batch.get("padding").clone();
      for (int i = 0; i < seen.length; i++) {
        seen[i] = 1 - seen[i];
      }
      batch.put("seen", seen);
      Random random = new Random(4);
      arrays.forEach(
          (name, spec) ->
              batch.computeIfAbsent(
                  name, n -> Samples.normal(random, spec.shape().batch(x.length).elements(), 1)));
      return batch;
    }

    /** Other numbers from a place on, or behind each end. */
    void change(int from) {
      for (int i = 0; i < x.length; i++) {
        int first = from < 0 ? lengths[i] : from;
        for (int at = first * FEATURES; at < x[i].length; at++) {
          x[i][at] = 3 - 100 * x[i][at];
        }
      }
    }
  }

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.ownChoice();
  }

  private static Map<String, float[]> predicted(
      EngineUnderTest.Open open, Map<String, float[]> batch) {
    Model model = new Layers();
    StepGraph step = InferenceStep.predicting(model).graph(batch.get("lengths").length);
    Map<String, float[]> outputs = new LinkedHashMap<>();
    try (DeviceRun run =
        DeviceRun.of(
            open.device(), Compiler.fusing(), step, model.initialParameters(KEY), 1, 0, KEY)) {
      run.step(batch);
      step.outputs().forEach((name, value) -> outputs.put(name, run.output(name).floats()));
    }
    assertThat(outputs).hasSize(NAMES.size());
    return outputs;
  }

  private static float[] sample(float[] all, int count, int number) {
    int each = all.length / count;
    return Arrays.copyOfRange(all, number * each, (number + 1) * each);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void theOtherSamplesOfABatchAndTheirOrder(EngineUnderTest engine) {
    Sequences sequences = new Sequences(7);
    int[] order = {3, 0, 6, 2, 5, 1, 4};
    try (EngineUnderTest.Open open = engine.open()) {
      Map<String, float[]> inOrder = predicted(open, sequences.batch(0, 1, 2, 3, 4, 5, 6));
      Map<String, float[]> permuted = predicted(open, sequences.batch(order));
      Map<String, float[]> alone = predicted(open, sequences.batch(5));
      Map<String, float[]> two = predicted(open, sequences.batch(2, 5));
      inOrder.forEach(
          (name, all) -> {
            for (int i = 0; i < order.length; i++) {
              assertThat(sample(permuted.get(name), 7, i))
                  .as(name)
                  .containsExactly(sample(all, 7, order[i]));
            }
            assertThat(alone.get(name)).as(name).containsExactly(sample(all, 7, 5));
            assertThat(sample(two.get(name), 2, 1)).as(name).containsExactly(sample(all, 7, 5));
          });
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void whatIsNotSeen(EngineUnderTest engine) {
    Sequences sequences = new Sequences(5);
    try (EngineUnderTest.Open open = engine.open()) {
      Map<String, float[]> before = predicted(open, sequences.batch(0, 1, 2, 3, 4));
      sequences.change(-1);
      Map<String, float[]> after = predicted(open, sequences.batch(0, 1, 2, 3, 4));
      for (String name : List.of("lstm", "gru", "lstm last")) {
        assertThat(after.get(name)).as(name).containsExactly(before.get(name));
      }
      // As queries they are read.
      for (String name : List.of("attention", "causal", "grouped")) {
        for (int i = 0; i < 5; i++) {
          int seen = sequences.lengths[i] * FEATURES;
          assertThat(Arrays.copyOf(sample(after.get(name), 5, i), seen))
              .as(name)
              .containsExactly(Arrays.copyOf(sample(before.get(name), 5, i), seen));
        }
      }
      assertThat(after.get("attention")).isNotEqualTo(before.get("attention"));
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void whatComesLater(EngineUnderTest engine) {
    Sequences sequences = new Sequences(5);
    int from = 2;
    try (EngineUnderTest.Open open = engine.open()) {
      Map<String, float[]> before = predicted(open, sequences.batch(0, 1, 2, 3, 4));
      sequences.change(from);
      Map<String, float[]> after = predicted(open, sequences.batch(0, 1, 2, 3, 4));
      for (String name : ORDERED) {
        int each = before.get(name).length / 5 / TIME;
        for (int i = 0; i < 5; i++) {
          assertThat(Arrays.copyOf(sample(after.get(name), 5, i), from * each))
              .as(name)
              .containsExactly(Arrays.copyOf(sample(before.get(name), 5, i), from * each));
        }
        assertThat(after.get(name)).as(name).isNotEqualTo(before.get(name));
      }
    }
  }

  /** In training what is not seen has no part in a gradient, where losses do not read it, too. */
  @ParameterizedTest
  @MethodSource("engines")
  void whatIsNotSeenInTraining(EngineUnderTest engine) {
    List<LossTerm> terms = new ArrayList<>();
    for (String name : NAMES) {
      LossTerm term = LossTerm.of(Losses.meanSquaredError()).on(name).against("target of " + name);
      terms.add(name.equals("lstm last") ? term : term.weightedBy("seen", 2));
    }
    TrainingStep training =
        new TrainingStep(new Layers(), new Objective(terms), Optimizers.sgd(0.1));
    Sequences sequences = new Sequences(5);
    try (EngineUnderTest.Open open = engine.open()) {
      Map<String, float[]> before = gradients(open, training, sequences);
      sequences.change(-1);
      Map<String, float[]> after = gradients(open, training, sequences);
      assertThat(before).hasSizeGreaterThan(15);
      before.forEach((name, all) -> assertThat(after.get(name)).as(name).containsExactly(all));
    }
  }

  private static Map<String, float[]> gradients(
      EngineUnderTest.Open open, TrainingStep training, Sequences sequences) {
    StepGraph step = training.graph(5);
    List<HostTensor> parameters = training.model().initialParameters(KEY);
    Map<String, float[]> gradients = new LinkedHashMap<>();
    try (DeviceRun run =
        DeviceRun.of(open.device(), Compiler.fusing(), step, parameters, 1, 0.1f, KEY)) {
      run.step(sequences.training(training.arrays().specs()));
      step.stateLayout()
          .learnt()
          .forEach(
              entry -> {
                String name = StateLayout.gradientName(entry.name());
                gradients.put(name, withoutNegativeZeros(run.state().read(name).floats()));
              });
    }
    return gradients;
  }

  /** A gradient of 0 may have either sign. */
  private static float[] withoutNegativeZeros(float[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] += 0f;
    }
    return numbers;
  }
}
