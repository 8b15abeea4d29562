package org.gradcl.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradcl.nn.Activations.RELU;
import static org.gradcl.nn.Activations.TANH;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.graph.Graph;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.graph.Views;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;
import org.junit.jupiter.api.Test;

class SequentialTest {
  private static final Sequential MODEL =
      Sequential.of(
          Dense.of(26, 64, RELU),
          Dropout.of(0.1),
          Dense.of(64, 32, Activations.leakyRelu(0.2)).withoutBias(),
          Dense.of(32, 1));

  private static final String TEXT =
      "dense 26 64 relu; dropout 0.1; dense 64 32 leaky_relu slope=0.2 bias=false;"
          + " dense 32 1 identity";

  @Test
  void describesItself() {
    assertThat(MODEL.describe()).isEqualTo(TEXT);
    assertThat(Sequential.parse(TEXT)).isEqualTo(MODEL).hasSameHashCodeAs(MODEL);
  }

  @SeededCases
  void descriptionsReadBack(Draw draw) {
    Sequential model =
        Sequential.dense(
            draw.integer(1, 5000),
            draw.list(0, 5, () -> new HiddenLayer(draw.integer(1, 5000), activation(draw))),
            draw.of(0.1, draw.number(0, Math.nextDown(1.0))),
            draw.integer(1, 5000));
    assertThat(Sequential.parse(model.describe())).isEqualTo(model);
  }

  private static Activation activation(Draw draw) {
    return draw.of(
        draw.of(Activations.all()),
        Activations.leakyRelu(draw.number(0, 2)),
        Activations.elu(draw.number(0, 2)));
  }

  @Test
  void knowsItsShapesAndParameters() {
    assertThat(MODEL.inputShape()).isEqualTo(Shape.of(26));
    assertThat(MODEL.outputShape()).isEqualTo(Shape.of(1));
    assertThat(MODEL.parameters().stream().map(p -> p.name() + " " + p.shape()))
        .containsExactly(
            "layer.0.weight [64, 26]",
            "layer.0.bias [64]",
            "layer.2.weight [32, 64]",
            "layer.3.weight [1, 32]",
            "layer.3.bias [1]");
    assertThat(Sequential.of(Dropout.of(0.5), Dense.of(3, 2)).inputShape()).isEqualTo(Shape.of(3));
  }

  @Test
  void blocksOfBlocksAreReadBack() {
    Sequential nested =
        Sequential.ofInput(
            Shape.of(2, 5, 7),
            new ChannelsFirst(Conv2d.of(3, 3).padding(1)),
            new Flatten(),
            Sequential.of(Dense.to(8, RELU), Dense.to(4)),
            Residual.of(Dense.to(4, TANH), Sequential.of(Dense.to(4))),
            new Residual(Dense.to(4)),
            new Residual(Sequential.of(Dense.to(4))));
    assertThat(nested.describe())
        .isEqualTo(
            "input 2x5x7; channels_first (conv 3 3x3 identity padding=1); flatten; (dense 8 relu;"
                + " dense 4 identity); residual (dense 4 tanh; (dense 4 identity)); residual (dense"
                + " 4 identity); residual ((dense 4 identity))");
    assertThat(Sequential.parse(nested.describe())).isEqualTo(nested);
    assertThat(Sequential.parse(nested.describe()).parameters()).isEqualTo(nested.parameters());
    assertThatThrownBy(() -> Sequential.parse("(dense 2 3; dense 3 1"))
        .isInstanceOf(CatalogueException.class)
        .hasMessage("Parentheses don't match in '(dense 2 3; dense 3 1'");
    assertThatThrownBy(() -> Sequential.parse("dense 2 3) (relu"))
        .isInstanceOf(CatalogueException.class)
        .hasMessage("Parentheses don't match in 'dense 2 3) (relu'");
    assertThatThrownBy(() -> Sequential.parse("dense 2 2; twice (dense 2 2)"))
        .isInstanceOf(CatalogueException.class)
        .hasMessage(
            "Before a parenthesis stands nothing, 'residual' or 'channels_first', found 'twice"
                + " (dense 2 2)'");
  }

  @Test
  void summaryIsATable() {
    assertThat(MODEL.summary().lines().map(String::stripTrailing))
        .containsExactly(
            "            layer                                        output  floats a sample"
                + "    parameters",
            "layer.0     dense 26 64 relu                             [64]                 64"
                + "         1,728",
            "layer.1     dropout 0.1                                  [64]                 64"
                + "             0",
            "layer.2     dense 64 32 leaky_relu slope=0.2 bias=false  [32]                 32"
                + "         2,048",
            "layer.3     dense 32 1 identity                          [1]                   1"
                + "            33",
            "total                                                                        161"
                + "         3,809",
            "as float32                                                                 644 B"
                + "      14.9 KiB");
  }

  private static Value append(Graph graph, Value x, Mode mode) {
    return MODEL.append(Scope.of(graph, mode), Map.of("input", x)).get("prediction");
  }

  @Test
  void labelsWhatIsWorthSeeing() {
    Graph graph = new Graph();
    Value x = graph.input("input", Shape.of(8, 26));
    Value prediction = append(graph, x, Mode.TRAINING);
    assertThat(prediction.shape()).isEqualTo(Shape.of(8, 1));
    assertThat(graph.labelled().keySet())
        .containsExactly(
            "layer.0.preactivation",
            "layer.0.activation",
            "layer.1.dropout",
            "layer.2.preactivation",
            "layer.2.activation",
            "layer.3.preactivation",
            "layer.3.activation");
    assertThat(graph.scope()).isEmpty();
  }

  @Test
  void dropoutIsAbsentFromInference() {
    Graph graph = new Graph();
    Value x = graph.input("input", Shape.of(8, 26));
    append(graph, x, Mode.INFERENCE);
    assertThat(graph.labelled()).doesNotContainKey("layer.1.dropout");
  }

  @Test
  void layersThatDoNotFitAreNamedWithBothShapes() {
    assertThatThrownBy(() -> Sequential.of(Dense.of(26, 64, RELU), Dense.of(32, 1)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage(
            "layer.1: dense 32 1 identity takes samples of shape [32], found [64]; give it 64"
                + " inputs, or leave them out");
  }

  /** Without this a loss or the reading of predictions would fail. */
  @Test
  void aModelWhoseOutputHasNoRowForEachSampleIsRefused() {
    Block total = (scope, x) -> Views.slice(x, 0, 0, 1);
    assertThatThrownBy(() -> Sequential.of(Dense.of(26, 3), total))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContainingAll("'prediction'", "[1, 3]", "2 samples");
  }

  @Test
  void aBatchThatDoesNotFitIsNamedWithBothShapes() {
    Graph graph = new Graph();
    Value x = graph.input("input", Shape.of(8, 25));
    assertThatThrownBy(() -> append(graph, x, Mode.TRAINING))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage(
            "layer.0: dense 26 64 relu takes samples of shape [26], found [25]; give it 25 inputs,"
                + " or leave them out");
  }

  @Test
  void aModelNeedsLayersThatSayItsInput() {
    assertThatThrownBy(() -> Sequential.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one layer");
    assertThatThrownBy(() -> Sequential.of(Dropout.of(0.5)).inputShape())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not follow from the layers 'dropout 0.5'");
  }

  @Test
  void aBlockOfBlocksStatesItsInputAsItsFirstLayerDoes() {
    Sequential nested =
        Sequential.of(
            Sequential.of(Dropout.of(0.1), Sequential.of(Dense.of(5, 4, TANH))), Dense.to(2));
    assertThat(nested.inputShape()).isEqualTo(Shape.of(5));
    assertThat(nested.outputShape()).isEqualTo(Shape.of(2));
    assertThat(Sequential.parse(nested.describe())).isEqualTo(nested);
    assertThatThrownBy(() -> Sequential.of(Sequential.of(Dense.to(3))).inputShape())
        .hasMessageContaining("state it by Sequential.ofInput");
  }

  /** A number without an axis, such as an index. */
  @Test
  void aSampleWithoutAxes() {
    Sequential model =
        Sequential.ofInput(Shape.scalar(), Embedding.of(5, 1), Reshape.to(), Activated.by(RELU));
    assertThat(model.describe()).isEqualTo("input []; embedding 5 1; reshape []; relu");
    assertThat(Sequential.parse(model.describe())).isEqualTo(model);
    assertThat(model.outputShape()).isEqualTo(Shape.scalar());
  }

  /** What stands along the last axis of a sample is not sought among the samples of a batch. */
  @Test
  void layersOfFeaturesTakeNoNumberASample() {
    for (String text :
        List.of(
            "dense 2",
            "softmax",
            "log_softmax",
            "glu",
            "rms_norm",
            "prelu per_channel=true",
            "batch_norm")) {
      assertThatThrownBy(() -> Sequential.parse("input []; " + text))
          .isInstanceOf(ShapeMismatchException.class)
          .hasMessageStartingWith("layer.0: " + text)
          .hasMessageEndingWith(
              " takes samples of features, found a number a sample; put a reshape to 1 before it");
    }
    assertThat(Sequential.parse("input []; prelu").outputShape()).isEqualTo(Shape.scalar());
  }

  @Test
  void shapesBeforeAnEmbeddingLeaveItsIndices() {
    Sequential model = Sequential.ofInput(Shape.of(6), Reshape.to(2, 3), Embedding.of(5, 4));
    assertThat(model.inputs()).isEqualTo(Map.of("input", InputSpec.indices(Shape.of(6), 5)));
  }

  @Test
  void impossibleLayersAreRefused() {
    assertThatThrownBy(() -> Dense.of(0, 3)).hasMessageContaining("found 0 and 3");
    for (double rate : new double[] {-0.1, 1, Double.NaN}) {
      assertThatThrownBy(() -> Dropout.of(rate))
          .hasMessageContaining("found " + Description.format(rate));
    }
    assertThatThrownBy(() -> Sequential.parse("perceptron 3 4"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("No layer is named 'perceptron'; known are dense, dropout");
    assertThatThrownBy(() -> Sequential.parse("dense 3 4 relu slope=2"))
        .hasMessageContaining("has no setting 'slope'");
    assertThatThrownBy(() -> Sequential.parse("dense")).hasMessageContaining("'dense'");
    assertThatThrownBy(() -> Sequential.parse("dropout")).hasMessageContaining("dropout RATE");
  }

  @Test
  void hiddenLayersOfTheCommandLine() {
    assertThat(HiddenLayer.parse("64 relu, 32 leaky relu slope=0.1"))
        .containsExactly(
            new HiddenLayer(64, RELU), new HiddenLayer(32, Activations.leakyRelu(0.1)));
    assertThat(HiddenLayer.parse("  ")).isEmpty();
    assertThat(Sequential.dense(3, HiddenLayer.parse("8 tanh"), 0.25, 2).describe())
        .isEqualTo("dense 3 8 tanh; dropout 0.25; dense 8 2 identity");
    assertThat(Sequential.dense(3, List.of(), 0.25, 2)).isEqualTo(Sequential.of(Dense.of(3, 2)));
    assertThat(Sequential.dense(3, HiddenLayer.parse("8 tanh"), 0, 2))
        .isEqualTo(Sequential.of(Dense.of(3, 8, TANH), Dense.of(8, 2)));
  }

  @Test
  void wrongHiddenLayersAreNamed() {
    assertThatThrownBy(() -> HiddenLayer.parse("64"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("such as '64 relu'");
    assertThatThrownBy(() -> HiddenLayer.parse("64 relu,")).hasMessageContaining("found ''");
    assertThatThrownBy(() -> HiddenLayer.parse("wide relu")).hasMessageContaining("'wide'");
    assertThatThrownBy(() -> HiddenLayer.parse("64 rely")).hasMessageContaining("known are");
  }

  @Test
  void initialParametersDependOnTheKeyAlone() {
    List<HostTensor> first = MODEL.initialParameters(RandomKey.ofSeed(7));
    List<HostTensor> second = MODEL.initialParameters(RandomKey.ofSeed(7));
    List<HostTensor> other = MODEL.initialParameters(RandomKey.ofSeed(8));
    assertThat(first).hasSize(5);
    for (int i = 0; i < first.size(); i++) {
      assertThat(first.get(i).name()).isEqualTo(MODEL.parameters().get(i).name());
      assertThat(first.get(i).floats()).isEqualTo(second.get(i).floats());
      assertThat(first.get(i).floats()).isNotEqualTo(other.get(i).floats());
    }
  }

  @Test
  void layersOfOneShapeBeginWithDifferentParameters() {
    List<HostTensor> twins =
        Sequential.of(Dense.of(4, 4), Dense.of(4, 4)).initialParameters(RandomKey.ofSeed(7));
    assertThat(twins.get(0).floats()).isNotEqualTo(twins.get(2).floats());
    assertThat(twins.get(1).floats()).isNotEqualTo(twins.get(3).floats());
    // Nor is a bias the beginning of its weight.
    assertThat(twins.get(1).floats()).isNotEqualTo(Arrays.copyOf(twins.get(0).floats(), 4));
  }
}
