package org.gradcl.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.random.RandomKey;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.ReferenceRun;
import org.junit.jupiter.api.Test;

class InterpreterTest {
  private static final ReferenceState EMPTY =
      new ReferenceState(Map.of(), 0, 0, RandomKey.ofSeed(1));

  private static double[] product(boolean ta, Shape shapeA, boolean tb, Shape shapeB) {
    Graph graph = new Graph();
    Value a = graph.input("a", shapeA);
    Value b = graph.input("b", shapeB);
    Value c = graph.matrixProduct(a, ta, b, tb);
    StepGraph step = StepGraph.inference(graph, Map.of("c", c));
    double[] x = new double[shapeA.elements()];
    double[] y = new double[shapeB.elements()];
    Arrays.setAll(x, i -> i + 1);
    Arrays.setAll(y, i -> 10 * (i + 1));
    return new Interpreter(step).run(Map.of("a", x, "b", y), EMPTY).outputs().get("c");
  }

  @Test
  void matrixProductsInAllTranspositions() {
    // A = [1 2 3; 4 5 6] or its transpose's storage, B likewise.
    assertThat(product(false, Shape.of(1, 3), false, Shape.of(3, 2)))
        .containsExactly(10 + 60 + 150, 20 + 80 + 180);
    assertThat(product(false, Shape.of(1, 3), true, Shape.of(2, 3)))
        .containsExactly(10 + 40 + 90, 40 + 100 + 180);
    assertThat(product(true, Shape.of(3, 1), false, Shape.of(3, 2)))
        .containsExactly(10 + 60 + 150, 20 + 80 + 180);
    assertThat(product(true, Shape.of(3, 2), true, Shape.of(1, 3)))
        .containsExactly(10 + 60 + 150, 20 + 80 + 180);
  }

  @Test
  void batchesOfMatricesAreMultipliedPairwise() {
    assertThat(product(false, Shape.of(2, 1, 2), false, Shape.of(2, 2, 1)))
        .containsExactly(10 + 40, 3 * 30 + 4 * 40);
  }

  @Test
  void sumsRunOverAllOrTheLeadingAxes() {
    Graph graph = new Graph();
    Value x = graph.input("x", Shape.of(3, 2));
    Map<String, Value> sums =
        Map.of("all", graph.sum(x, Extent.ALL), "leading", graph.sum(x, Extent.LEADING));
    ReferenceResult result =
        new Interpreter(StepGraph.inference(graph, sums))
            .run(Map.of("x", new double[] {1, 2, 3, 4, 5, 6}), EMPTY);
    assertThat(result.outputs().get("all")).containsExactly(21);
    assertThat(result.outputs().get("leading")).containsExactly(9, 12);
    assertThat(result.state()).isSameAs(EMPTY);
    assertThat(result.loss()).isEmpty();
  }

  @Test
  void whatIsMissingIsNamed() {
    Graph graph = new Graph();
    Value x = graph.input("x", Shape.of(3, 2));
    Interpreter interpreter = new Interpreter(StepGraph.inference(graph, Map.of("x", x)));
    assertThatThrownBy(() -> interpreter.run(Map.of("y", new double[6]), EMPTY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "'x' needs 6 numbers for its shape [3, 2], found none; given are [y]");
    assertThatThrownBy(() -> interpreter.run(Map.of("x", new double[5]), EMPTY))
        .hasMessageContaining("found 5");
  }

  @Test
  void dropoutDropsItsShareAndDependsOnStepAndKey() {
    int units = 5000;
    TrainingStep step =
        new TrainingStep(
            Sequential.of(Dropout.of(0.3), Dense.of(units, 1)),
            Losses.meanSquaredError(),
            Optimizers.sgd(1e-9));
    StepGraph graph = step.traced(2);
    ReferenceState state =
        ReferenceState.initial(
            graph.stateLayout(),
            step.model().initialParameters(RandomKey.ofSeed(1)),
            5,
            RandomKey.ofSeed(1));
    double[] ones = new double[2 * units];
    Arrays.fill(ones, 1);
    ReferenceResult first = ReferenceRun.run(graph, state, ones, new double[2]);
    double[] kept = first.outputs().get("layer.0.dropout");
    long dropped = Arrays.stream(kept).filter(y -> y == 0).count();
    assertThat(dropped / 10000.0).isCloseTo(0.3, within(0.02));
    assertThat(Arrays.stream(kept).filter(y -> y != 0))
        .allMatch(y -> Math.abs(y - 1 / 0.7) < 1e-12);
    assertThat(Arrays.copyOf(kept, units)).isNotEqualTo(Arrays.copyOfRange(kept, units, 2 * units));
    ReferenceResult again = ReferenceRun.run(graph, state, ones, new double[2]);
    assertThat(again.outputs().get("layer.0.dropout")).isEqualTo(kept);
    ReferenceResult next = ReferenceRun.run(graph, first.state(), ones, new double[2]);
    assertThat(next.outputs().get("layer.0.dropout")).isNotEqualTo(kept);
    ReferenceState other = new ReferenceState(state.tensors(), 0, 5, RandomKey.ofSeed(2));
    assertThat(ReferenceRun.run(graph, other, ones, new double[2]).outputs().get("layer.0.dropout"))
        .isNotEqualTo(kept);
  }

  @Test
  void clippingScalesTheGradientsOfAllParametersTogether() {
    TrainingStep step =
        new TrainingStep(
            Sequential.of(Dense.of(1, 1)),
            Losses.meanSquaredError(),
            Optimizers.sgd(1).withClipNorm(1));
    StepGraph graph = step.graph(1);
    ReferenceState state =
        ReferenceRun.state(
            graph,
            ReferenceRun.tensor("layer.0.weight", Shape.of(1, 1), 0),
            ReferenceRun.tensor("layer.0.bias", Shape.of(1), 0));
    // Residual 3, x = 4/3: gradients 4 and 3, norm 5.
    ReferenceResult result =
        ReferenceRun.run(graph, state, new double[] {4 / 3.0}, new double[] {-3});
    assertThat(result.gradients().get("layer.0.weight")[0]).isCloseTo(4, within(1e-14));
    assertThat(result.clipScale()).isCloseTo(1 / (5 + 1e-6), within(1e-14));
    assertThat(result.state().tensor("layer.0.bias")[0]).isCloseTo(-3 / (5 + 1e-6), within(1e-14));
    assertThat(state.tensor("layer.0.bias")).containsExactly(0);
  }

  @Test
  void eachDropoutDrawsItsOwn() {
    int units = 400;
    TrainingStep step =
        new TrainingStep(
            Sequential.of(Dropout.of(0.5), Dropout.of(0.5), Dense.of(units, 1)),
            Losses.meanSquaredError(),
            Optimizers.sgd(1e-9));
    StepGraph graph = step.traced(1);
    RandomKey key = RandomKey.ofSeed(1);
    ReferenceState state =
        ReferenceState.initial(graph.stateLayout(), step.model().initialParameters(key), 1, key);
    double[] ones = new double[units];
    Arrays.fill(ones, 1);
    double[] twice =
        ReferenceRun.run(graph, state, ones, new double[1]).outputs().get("layer.1.dropout");
    // One mask for both would leave a half.
    long kept = Arrays.stream(twice).filter(y -> y != 0).count();
    assertThat(kept / (double) units).isCloseTo(0.25, within(0.08));
  }
}
