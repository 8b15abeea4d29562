package org.gradcl.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.StepGraph;
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
}
