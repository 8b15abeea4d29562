package org.gradcl.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Role;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Initializers;
import org.gradcl.nn.Layer;
import org.gradcl.nn.ParameterSpec;
import org.gradcl.nn.Scope;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.ReferenceRun;
import org.junit.jupiter.api.Test;

class TrainingStepTest {
  private static final TrainingStep STEP =
      new TrainingStep(
          Sequential.of(Dense.of(2, 3, Activations.TANH), Dropout.of(0.5), Dense.of(3, 1)),
          Losses.meanSquaredError(),
          Optimizers.sgd(0.1).withClipNorm(1));

  @Test
  void theTextbookCase() {
    // ŷ = w·x + b = 0.5·1 + 0.3 = 0.8, y = 1: L = ½·0.2² = 0.02, ∂L/∂ŷ = −0.2.
    TrainingStep step =
        new TrainingStep(
            Sequential.of(Dense.of(1, 1)), Losses.meanSquaredError(), Optimizers.sgd(0.5));
    StepGraph graph = step.traced(1);
    ReferenceState state =
        ReferenceRun.state(
            graph,
            ReferenceRun.tensor("layer.0.weight", Shape.of(1, 1), 0.5),
            ReferenceRun.tensor("layer.0.bias", Shape.of(1), 0.3));
    ReferenceResult result = ReferenceRun.run(graph, state, new double[] {1}, new double[] {1});
    assertThat(result.outputs().get("prediction")[0]).isCloseTo(0.8, within(1e-15));
    assertThat(result.loss().getAsDouble()).isCloseTo(0.02, within(1e-15));
    assertThat(result.outputs().get("gradient/prediction")[0]).isCloseTo(-0.2, within(1e-15));
    assertThat(result.gradients().get("layer.0.weight")[0]).isCloseTo(-0.2, within(1e-15));
    assertThat(result.gradients().get("layer.0.bias")[0]).isCloseTo(-0.2, within(1e-15));
    assertThat(result.state().tensor("layer.0.weight")[0]).isCloseTo(0.6, within(1e-15));
    assertThat(result.state().tensor("layer.0.bias")[0]).isCloseTo(0.4, within(1e-15));
  }

  @Test
  void everythingWorthSeeingHasAName() {
    assertThat(STEP.traced(4).outputs().keySet())
        .containsExactly(
            "layer.0.preactivation",
            "layer.0.activation",
            "layer.1.dropout",
            "layer.2.preactivation",
            "layer.2.activation",
            "prediction",
            "gradient/layer.0.preactivation",
            "gradient/layer.0.activation",
            "gradient/layer.1.dropout",
            "gradient/layer.2.preactivation",
            "gradient/layer.2.activation",
            "gradient/prediction");
    assertThat(STEP.graph(4).outputs()).isEmpty();
    assertThat(STEP.graph(4, List.of("prediction")).outputs()).containsOnlyKeys("prediction");
  }

  @Test
  void aStepFlowsThroughItsPhases() {
    Phase last = Phase.FORWARD;
    for (Value value : STEP.graph(4).live()) {
      assertThat(value.phase()).isGreaterThanOrEqualTo(last);
      last = value.phase();
    }
    assertThat(last).isEqualTo(Phase.BACKWARD);
    assertThat(STEP.graph(4).update()).contains(STEP.optimizer().rule());
  }

  @Test
  void theStateDoesNotDependOnTheBatch() {
    assertThat(STEP.graph(1).stateLayout()).isEqualTo(STEP.graph(97).stateLayout());
    assertThat(STEP.graph(1).stateLayout().learntElements()).isEqualTo(2 * 3 + 3 + 3 + 1);
    assertThat(InferenceStep.predicting(STEP.model()).graph(5).stateLayout())
        .isEqualTo(STEP.graph(1).stateLayout());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> STEP.graph(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one sample, asked for 0");
    assertThatThrownBy(() -> STEP.graph(4, List.of("layer.7.activation")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer.7.activation")
        .hasMessageContaining("layer.0.preactivation, layer.0.activation");
    assertThatThrownBy(
            () ->
                new TrainingStep(
                    STEP.model(), Losses.softmaxCrossEntropy(), Optimizers.adam(1e-3f)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("at least two classes");
  }

  /** A layer as a user may write it, with numbers that stay. */
  private record Shift() implements Layer {
    @Override
    public Value append(Scope scope, Value x) {
      Shape shape = Shape.of(x.shape().columns());
      ParameterSpec spec = new ParameterSpec("shift", shape, Role.FROZEN, Initializers.ZEROS, 1, 1);
      return scope.map(x, scope.parameter(spec), Expr::minus);
    }

    @Override
    public String describe() {
      return "shift";
    }
  }

  @Test
  void frozenParametersAreNotLearnt() {
    TrainingStep step =
        new TrainingStep(
            Sequential.of(Dense.of(2, 3), new Shift()),
            Losses.meanSquaredError(),
            Optimizers.sgd(0.1));
    assertThat(step.graph(4).gradients().keySet().stream().map(Value::label))
        .containsExactly("layer.0.weight", "layer.0.bias");
  }

  @Test
  void targetsFollowFromTheLoss() {
    TrainingStep classes =
        new TrainingStep(
            Sequential.of(Dense.of(2, 3)), Losses.softmaxCrossEntropy(), Optimizers.sgd(1));
    assertThat(classes.targetShape()).isEqualTo(Shape.scalar());
    assertThat(classes.graph(7).inputs().stream().map(Value::shape))
        .containsExactly(Shape.of(7, 2), Shape.of(7));
    assertThat(STEP.targetShape()).isEqualTo(Shape.of(1));
  }
}
