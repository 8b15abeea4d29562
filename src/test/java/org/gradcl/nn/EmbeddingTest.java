package org.gradcl.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradcl.expr.Expr.index;
import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.floor;
import static org.gradcl.expr.Functions.maximum;
import static org.gradcl.expr.Functions.minimum;
import static org.gradcl.expr.Functions.select;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Functions;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.graph.Views;
import org.gradcl.loss.Losses;
import org.gradcl.loss.Reduction;
import org.gradcl.optim.Optimizers;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.ReferenceRun;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
  private static final RandomKey KEY = RandomKey.ofSeed(3);

  @Test
  void aModelThatBeginsWithOneTakesIndices() {
    Sequential model =
        Sequential.ofInput(Shape.of(7), Embedding.of(11, 4).withPadding(0), Dense.to(3));
    assertThat(model.inputs()).isEqualTo(Map.of("input", InputSpec.indices(Shape.of(7), 11)));
    assertThat(model.outputShape()).isEqualTo(Shape.of(7, 3));
    assertThat(model.parameters().get(0).shape()).isEqualTo(Shape.of(11, 4));
    assertThat(Sequential.parse(model.describe()).describe())
        .isEqualTo("input 7; embedding 11 4 padding=0; dense 3 identity");
  }

  @Test
  void vectorsAreNormalAndPaddingIsZero() {
    Sequential model = Sequential.ofInput(Shape.of(1), Embedding.of(5000, 8).withPadding(2));
    float[] values = model.initialParameters(KEY).get(0).floats();
    double squares = 0;
    for (float value : values) {
      squares += value * value;
    }
    assertThat(Math.sqrt(squares / values.length)).isBetween(0.99, 1.01);
    assertThat(Arrays.copyOfRange(values, 16, 24)).containsOnly(0);
    assertThat(Arrays.copyOfRange(values, 24, 32)).doesNotContain(0);
  }

  @Test
  void paddingIsReadAndNotLearnt() {
    Sequential model = Sequential.ofInput(Shape.of(2), Embedding.of(3, 2).withPadding(0));
    TrainingStep step =
        new TrainingStep(
            model, Losses.meanSquaredError().withReduction(Reduction.SUM), Optimizers.sgd(1));
    StepGraph graph = step.graph(2);
    HostTensor table =
        HostTensor.of("layer.0.weight", Shape.of(3, 2), new float[] {9, 8, 1, 2, 3, 4});
    ReferenceState state = ReferenceRun.state(graph, table);
    ReferenceResult result =
        ReferenceRun.run(graph, state, new double[] {0, 1, 1, 2}, new double[8]);
    assertThat(result.loss().getAsDouble()).isEqualTo((81 + 64 + 1 + 4 + 1 + 4 + 9 + 16) / 2.0);
    assertThat(result.gradients().get("layer.0.weight")).containsExactly(0, 0, 2, 4, 3, 4);
  }

  @Test
  void impossibleOnesAreRefused() {
    assertThatThrownBy(() -> Embedding.of(0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0 classes and 3 numbers");
    assertThatThrownBy(() -> Embedding.of(4, 3).withPadding(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("classes 0 to 3, found 4");
    assertThatThrownBy(() -> Layers.named("embedding 4"))
        .hasMessageContaining("'embedding CLASSES DIM', found 'embedding 4'");
  }

  /** Reads rows that a model computes. */
  private record Computed(InputSpec tokens, BiFunction<Scope, Value, Value> index)
      implements Model {
    @Override
    public Map<String, InputSpec> inputs() {
      return Map.of("tokens", tokens);
    }

    @Override
    public Map<String, Value> append(Scope scope, Map<String, Value> inputs) {
      Value x = inputs.get("tokens");
      Value rows = scope.call("embed", Embedding.of(10, 2), index.apply(scope, x));
      return Map.of("prediction", scope.map(rows, r -> r));
    }
  }

  @Test
  void rowsThatAModelComputesLieWithinTheTable() {
    InputSpec numbers = InputSpec.of(Shape.of(4));
    InputSpec ten = InputSpec.indices(Shape.of(4), 10);
    InputSpec five = InputSpec.indices(Shape.of(4), 5);
    Expr last = constant(9);
    for (Model model :
        List.of(
            new Computed(numbers, (s, x) -> s.map(x, i -> minimum(maximum(i, constant(0)), last))),
            new Computed(numbers, (s, x) -> s.map(x, i -> select(i.greater(0), last, constant(2)))),
            new Computed(numbers, (s, x) -> s.map(x, i -> floor(index(1).times(2.5)))),
            new Computed(ten, (s, x) -> s.map(x, last::minus)),
            new Computed(ten, (s, x) -> Views.slice(x, 1, 1, 3)),
            new Computed(five, (s, x) -> s.map(x, i -> i.times(2))),
            new Computed(five, (s, x) -> s.map(x, i -> i.negate().plus(4))))) {
      assertThat(model.parameters()).hasSize(1);
    }
  }

  @Test
  void rowsThatMayBeOthersAreRefused() {
    InputSpec numbers = InputSpec.of(Shape.of(4));
    InputSpec ten = InputSpec.indices(Shape.of(4), 10);
    refused(new Computed(numbers, (s, x) -> s.map(x, Functions::floor)), "-Infinity to Infinity");
    refused(new Computed(numbers, (s, x) -> Views.slice(x, 1, 1, 3)), "-Infinity to Infinity");
    refused(new Computed(ten, (s, x) -> s.map(x, i -> i.plus(1))), "1 to 10");
    refused(new Computed(ten, (s, x) -> s.map(x, i -> i.minus(1))), "-1 to 8");
    refused(new Computed(ten, (s, x) -> s.map(x, i -> i.times(i))), "0 to 81");
    refused(new Computed(ten, (s, x) -> s.map(x, i -> index(0))), "0 to Infinity");
    refused(new Computed(ten, (s, x) -> s.map(x, Functions::exp)), "-Infinity to Infinity");
    refused(
        new Computed(ten.ignoring(-1), (s, x) -> s.map(x, i -> minimum(i, constant(9)))),
        "-1 to 9");
    refused(
        new Computed(
            numbers, (s, x) -> s.map(x, i -> minimum(maximum(i, constant(0)), constant(10)))),
        "0 to 10");
  }

  private static void refused(Model model, String bounds) {
    assertThatThrownBy(model::parameters)
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "embed.weight has 10 rows, 0 to 9; the model computes which of them it reads, and may"
                + " come to "
                + bounds
                + "; clamp it by minimum(maximum(index, constant(0)), constant(9)), or read an"
                + " input that states its range by InputSpec.indices");
  }

  @Test
  void anEmbeddingBehindAnotherLayerIsRefused() {
    assertThatThrownBy(() -> Sequential.parse("dense 3 4; embedding 10 2"))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("layer.1.weight has 10 rows, 0 to 9; the model computes");
  }
}
