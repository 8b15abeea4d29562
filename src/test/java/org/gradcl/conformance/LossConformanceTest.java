package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.gradcl.graph.Gradients;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Role;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.loss.AppliedObjective;
import org.gradcl.loss.Loss;
import org.gradcl.loss.LossTerm;
import org.gradcl.loss.Losses;
import org.gradcl.loss.Objective;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.NumericDerivative;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.LossCase;
import org.gradcl.train.parity.RecordedTrajectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every loss by itself, of outputs that are parameters: its value by its definition, its gradients
 * by central differences, plain and weighted, of vectors and of sequences, on every engine.
 */
class LossConformanceTest {
  private static final RandomKey KEY = RandomKey.ofSeed(4);

  /** A size of batch, the shape of a sample's output, and how many axes the weights have. */
  private record Extent(int batch, Shape sample, int weightAxes) {
    int weights() {
      return weightAxes == 0 ? 0 : sample.leading(weightAxes - 1).batch(batch).elements();
    }
  }

  private static final List<Extent> EXTENTS =
      List.of(
          new Extent(1, Shape.of(5), 0),
          new Extent(7, Shape.of(5), 1),
          new Extent(3, Shape.of(11, 5), 2),
          new Extent(5, Shape.of(3, 7), 0));

  /** A loss with the numbers of a batch. */
  private record Drawn(LossCase of, LossTerm term, Extent extent, Map<String, float[]> numbers) {
    static Drawn of(LossCase c, Extent extent) {
      LossTerm term = c.term();
      if (extent.weightAxes() > 0) {
        term = term.weightedBy("weights", extent.weightAxes());
      }
      return new Drawn(
          c, term, extent, c.draw(extent.batch(), extent.sample(), extent.weights(), 3));
    }

    private SortedMap<String, Shape> outputs() {
      SortedMap<String, Shape> outputs = new TreeMap<>();
      of.outputs().forEach(name -> outputs.put(name, extent.sample()));
      return outputs;
    }

    StepGraph step() {
      Graph graph = new Graph();
      AppliedObjective objective = Objective.of(term).on(outputs());
      Map<String, Value> batch = new LinkedHashMap<>();
      objective
          .inputs()
          .forEach(
              (name, spec) ->
                  batch.put(name, graph.input(name, spec.shape().batch(extent.batch()))));
      Map<String, Value> outputs = new LinkedHashMap<>();
      outputs()
          .forEach(
              (name, shape) ->
                  outputs.put(
                      name, graph.parameter(name, shape.batch(extent.batch()), Role.PARAMETER)));
      graph.enter(Phase.LOSS);
      Value loss = objective.append(graph, outputs, batch);
      return StepGraph.training(
          graph,
          Map.of(),
          loss,
          Gradients.of(loss, List.copyOf(outputs.values())),
          Optimizers.sgd(0.1).rule());
    }

    List<HostTensor> parameters() {
      Shape shape = extent.sample().batch(extent.batch());
      return of.outputs().stream()
          .map(name -> HostTensor.of(name, shape, numbers.get(name)))
          .toList();
    }

    /** The outputs with other numbers where the weight is 0. */
    List<HostTensor> changed() {
      float[] weights = numbers.get("weights");
      return parameters().stream()
          .map(
              tensor -> {
                float[] values = tensor.floats().clone();
                for (int i = 0; i < values.length; i++) {
                  if (weights[i / (values.length / weights.length)] == 0) {
                    values[i] = 0.5f + values[i] / 4;
                  }
                }
                return HostTensor.of(tensor.name(), tensor.shape(), values);
              })
          .toList();
    }

    Map<String, float[]> batch() {
      Map<String, float[]> batch = new LinkedHashMap<>(numbers);
      batch.keySet().removeAll(of.outputs());
      return batch;
    }

    Map<String, double[]> batch64() {
      Map<String, double[]> batch = new LinkedHashMap<>();
      batch().forEach((name, values) -> batch.put(name, ReferenceState.float64(values)));
      return batch;
    }

    ReferenceState state(StepGraph step) {
      return ReferenceState.initial(step.stateLayout(), parameters(), 1, KEY);
    }

    /** By the definitions of the loss and of its weighted mean. */
    double expected() {
      List<double[]> predictions = new ArrayList<>();
      of.outputs().forEach(name -> predictions.add(ReferenceState.float64(numbers.get(name))));
      double[] target = ReferenceState.float64(numbers.getOrDefault(LossTerm.TARGET, new float[0]));
      double[] each = of.definition().each(predictions, target, extent.sample().columns());
      float[] weights = numbers.getOrDefault("weights", new float[] {1});
      double sum = 0;
      double count = 0;
      for (int i = 0; i < each.length; i++) {
        double weight = weights[i / (each.length / weights.length)];
        sum += weight * each[i];
        count += weight;
      }
      return sum / count;
    }

    @Override
    public String toString() {
      return term + " of " + extent;
    }
  }

  private static List<Drawn> drawn() {
    return LossCase.all().stream()
        .flatMap(c -> EXTENTS.stream().map(extent -> Drawn.of(c, extent)))
        .toList();
  }

  @Test
  void everyLossWhoseTargetsAreNoClassesHasItsCase() {
    List<String> cases = LossCase.all().stream().map(c -> c.loss().describe()).toList();
    for (Loss loss : Losses.all()) {
      List<Shape> shapes = LossCase.shapes(loss, Shape.of(3));
      boolean classes = loss.target(shapes).filter(t -> t.classes().isPresent()).isPresent();
      assertThat(classes || cases.contains(loss.describe())).as(loss.describe()).isTrue();
    }
  }

  @Test
  void valuesAreThoseOfTheDefinitionsAndGradientsThoseOfDifferences() {
    for (Drawn c : drawn()) {
      StepGraph step = c.step();
      ReferenceResult result = new Interpreter(step).run(c.batch64(), c.state(step));
      assertThat(result.loss().orElseThrow())
          .as(c.toString())
          .isCloseTo(c.expected(), within(1e-13));
      result
          .gradients()
          .forEach(
              (name, gradient) ->
                  assertThat(
                          RecordedTrajectory.deviation(
                              gradient,
                              new NumericDerivative(step).of(c.batch64(), c.state(step), name)))
                      .as("%s by %s", c, name)
                      .isLessThan(1e-8));
    }
  }

  static List<EngineUnderTest> engines() {
    return EngineUnderTest.ownChoice().collect(Collectors.toList());
  }

  @ParameterizedTest
  @MethodSource("engines")
  void everyEngineComputesIt(EngineUnderTest engine) {
    try (EngineUnderTest.Open open = engine.open()) {
      drawn().forEach(c -> compute(open, c));
    }
  }

  private static void compute(EngineUnderTest.Open open, Drawn c) {
    StepGraph step = c.step();
    ReferenceResult expected = new Interpreter(step).run(c.batch64(), c.state(step));
    try (DeviceRun run =
        DeviceRun.of(open.device(), Compiler.fusing(), step, c.parameters(), 1, 0.1f, KEY)) {
      run.step(c.batch());
      double loss = expected.loss().orElseThrow();
      assertThat(run.losses().get(0))
          .as(c.toString())
          .isCloseTo(loss, within(RecordedTrajectory.LOSS_TOLERANCE * Math.max(1, loss)));
      expected
          .gradients()
          .forEach(
              (name, gradient) ->
                  assertThat(
                          RecordedTrajectory.deviation(
                              ReferenceState.float64(
                                  run.state().read(StateLayout.gradientName(name))),
                              gradient))
                      .as("%s by %s", c, name)
                      .isLessThan(RecordedTrajectory.GRADIENT_TOLERANCE));
    }
  }

  /** Numbers of weight 0 change no bit of the loss, nor of another number's gradient. */
  @ParameterizedTest
  @MethodSource("engines")
  void whatIsMaskedDoesNotMatter(EngineUnderTest engine) {
    try (EngineUnderTest.Open open = engine.open()) {
      for (LossCase c : LossCase.all()) {
        Drawn drawn = Drawn.of(c, EXTENTS.get(2));
        StepGraph step = drawn.step();
        try (DeviceRun run =
            DeviceRun.of(
                open.device(), Compiler.fusing(), step, drawn.parameters(), 9, 1e-30f, KEY)) {
          run.step(drawn.batch());
          List<Double> losses = run.losses();
          float[][] gradients = gradients(run, drawn);
          drawn.changed().forEach(run.state()::write);
          run.step(drawn.batch());
          assertThat(run.losses()).as(drawn.toString()).isEqualTo(losses);
          assertThat(gradients(run, drawn)).as(drawn.toString()).isDeepEqualTo(gradients);
        }
      }
    }
  }

  private static float[][] gradients(DeviceRun run, Drawn drawn) {
    return drawn.of().outputs().stream()
        .map(name -> run.state().read(StateLayout.gradientName(name)).floats())
        .map(LossConformanceTest::withoutNegativeZeros)
        .toArray(float[][]::new);
  }

  /** A gradient of 0 may have either sign. */
  private static float[] withoutNegativeZeros(float[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] += 0f;
    }
    return numbers;
  }
}
