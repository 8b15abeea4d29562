package org.gradcl.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.loss.Losses;
import org.gradcl.loss.Objective;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Layer;
import org.gradcl.nn.Scope;
import org.gradcl.nn.Sequential;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

class ValuesStepTest {
  private static final Sequential MODEL =
      Sequential.of(Dense.of(2, 3, Activations.TANH), Dropout.of(0.5), Dense.of(3, 4));

  @Test
  void whatIsAskedForComesInThatOrderWithItsShape() {
    ValuesStep step = of("prediction", "layer.0.activation", "layer.2.preactivation", "loss");
    assertThat(step.shapes())
        .containsExactly(
            Map.entry("prediction", Shape.of(4)),
            Map.entry("layer.0.activation", Shape.of(3)),
            Map.entry("layer.2.preactivation", Shape.of(4)),
            Map.entry("loss", Shape.scalar()));
    StepGraph graph = step.graph(5);
    assertThat(graph.outputs().get("layer.0.activation").shape()).isEqualTo(Shape.of(5, 3));
    assertThat(graph.outputs().get("loss").shape()).isEqualTo(Shape.of(5));
    assertThat(graph.inputs()).hasSize(2);
    assertThat(graph.trains()).isFalse();
  }

  @Test
  void whatIsNotAskedForIsNotComputed() {
    StepGraph graph = of("layer.0.preactivation").graph(5);
    assertThat(graph.inputs()).hasSize(1);
    assertThat(graph.live()).doesNotContain(graph.labelled().get("layer.0.activation"));
  }

  @Test
  void aLabelAskedForTwiceComesOnce() {
    assertThat(of("prediction", "prediction").labels()).containsExactly("prediction");
  }

  @Test
  void unknownLabelsAreRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> of("prediction", "dense1", "gradient/prediction"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "There are no values named [dense1, gradient/prediction]; for each sample the model"
                + " 'dense 2 3 tanh; dropout 0.5; dense 3 4 identity' has layer.0.preactivation,"
                + " layer.0.activation, layer.2.preactivation, layer.2.activation, prediction,"
                + " loss. Gradients are those of a training step, which Trainer.trace shows;"
                + " parameters are read by Trainer.parameters");
    assertThatThrownBy(() -> of())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Name at least one value; for each sample the model");
  }

  /** A layer that labels a value which has no row for each sample. */
  private record Centred() implements Layer {
    @Override
    public Value append(Scope scope, Value x) {
      scope.label("total", scope.graph().sum(x, Extent.ALL));
      return scope.label("twice", scope.map(x, e -> e.times(2)));
    }

    @Override
    public String describe() {
      return "centred";
    }
  }

  @Test
  void aValueWithoutARowForEachSampleIsNotAmongThem() {
    Sequential model = Sequential.of(Dense.of(2, 3), new Centred());
    assertThatThrownBy(() -> ValuesStep.of(model, ValuesStepTest::noLoss, "layer.1.total"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[layer.1.total]")
        .hasMessageContaining("layer.0.activation, layer.1.twice, prediction, loss");
  }

  @Test
  void theLossIsNeededOnlyIfItIsAskedFor() {
    ValuesStep step = ValuesStep.of(MODEL, ValuesStepTest::noLoss, "prediction");
    assertThat(step.objective()).isEmpty();
  }

  private static Objective noLoss() {
    throw new AssertionError("asked for the loss");
  }

  private static ValuesStep of(String... labels) {
    return ValuesStep.of(MODEL, () -> Objective.of(Losses.softmaxCrossEntropy()), labels);
  }
}
