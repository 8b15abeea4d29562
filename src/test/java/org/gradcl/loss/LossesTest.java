package org.gradcl.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.expr.Evaluator;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.StepGraph;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Initializers;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.Documentation;
import org.gradcl.testing.ReferenceRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossesTest {
  static List<Loss> all() {
    return Losses.all();
  }

  /** The loss and its gradient by the prediction, for predictions fed through a bias. */
  private static ReferenceResult judge(
      Loss loss, int samples, double[] predicted, double[] target) {
    int outputs = predicted.length / samples;
    Dense dense = Dense.of(outputs, outputs).withoutBias().withWeight(Initializers.ZEROS);
    TrainingStep step = new TrainingStep(Sequential.of(dense), loss, Optimizers.sgd(1));
    StepGraph graph = step.graph(samples, List.of("gradient/prediction"));
    double[] identity = new double[outputs * outputs];
    for (int i = 0; i < outputs; i++) {
      identity[i * outputs + i] = 1;
    }
    ReferenceState state =
        ReferenceState.initial(
                graph.stateLayout(),
                step.model().initialParameters(RandomKey.ofSeed(1)),
                1,
                RandomKey.ofSeed(1))
            .with("layer.0.weight", identity);
    return ReferenceRun.run(graph, state, predicted, target);
  }

  private static double value(Loss loss, int samples, double[] predicted, double[] target) {
    return judge(loss, samples, predicted, target).loss().getAsDouble();
  }

  private static double[] gradient(Loss loss, int samples, double[] predicted, double[] target) {
    return judge(loss, samples, predicted, target).outputs().get("gradient/prediction");
  }

  private static double[] numbers(double... values) {
    return values;
  }

  @Test
  void theTextbookCase() {
    Loss mse = Losses.meanSquaredError();
    assertThat(value(mse, 1, numbers(0.8), numbers(1))).isCloseTo(0.02, within(1e-15));
    assertThat(gradient(mse, 1, numbers(0.8), numbers(1))[0]).isCloseTo(-0.2, within(1e-15));
  }

  @Test
  void scaleAndReductionAreWhatTheySay() {
    double[] p = {1, 2, 3, 4, 5, 6};
    double[] t = {1, 0, 1, 4, 6, 9};
    double squares = 4 + 4 + 1 + 9;
    MeanSquaredError half = Losses.meanSquaredError();
    MeanSquaredError full = half.withScale(MeanSquaredError.Scale.FULL);
    assertThat(value(half, 2, p, t)).isCloseTo(squares / 2 / 6, within(1e-15));
    assertThat(value(full, 2, p, t)).isCloseTo(squares / 6, within(1e-15));
    assertThat(value(half.withReduction(Reduction.SUM), 2, p, t)).isEqualTo(squares / 2);
    assertThat(value(full.withReduction(Reduction.SUM), 2, p, t)).isEqualTo(squares);
    assertThat(value(full.withReduction(Reduction.BATCH_MEAN), 2, p, t)).isEqualTo(squares / 2);
    assertThat(half.withReduction(Reduction.SUM).withScale(MeanSquaredError.Scale.FULL))
        .isEqualTo(full.withReduction(Reduction.SUM));
    assertThat(gradient(full.withReduction(Reduction.BATCH_MEAN), 2, p, t))
        .containsExactly(0, 2, 2, 0, -1, -3);
  }

  @Test
  void absoluteErrorIsFlatWhereItIsRight() {
    double[] p = {1, 2, -3};
    double[] t = {1, 0, 1};
    assertThat(value(Losses.meanAbsoluteError(), 1, p, t)).isEqualTo(2);
    assertThat(gradient(Losses.meanAbsoluteError(), 1, p, t))
        .containsExactly(numbers(0, 1 / 3.0, -1 / 3.0), within(1e-15));
  }

  @Test
  void huberIsPyTorchs() {
    // delta 0.5: ½d² within, 0.5·(|d| − 0.25) beyond; the slope is clamped to ±0.5.
    double[] p = {0.3, 0.5, 0.8, -4};
    double[] t = {0, 0, 0, 0};
    assertThat(value(Losses.huber(0.5), 4, p, t))
        .isCloseTo((0.045 + 0.125 + 0.275 + 1.875) / 4, within(1e-15));
    assertThat(gradient(Losses.huber(0.5), 4, p, t))
        .containsExactly(numbers(0.075, 0.125, 0.125, -0.125), within(1e-15));
    assertThatThrownBy(() -> Losses.huber(0)).hasMessageContaining("found 0");
  }

  @Test
  void binaryCrossEntropyIsStableFarOut() {
    double[] z = {0, 20, -20, 90, -90};
    double[] y = {1, 1, 1, 0, 0};
    double[] expected = {Math.log(2), Math.log1p(Math.exp(-20)), 20 + Math.exp(-20), 90, 0};
    for (int i = 0; i < z.length; i++) {
      assertThat(value(Losses.bceWithLogits(), 1, numbers(z[i]), numbers(y[i])))
          .as("z = %s", z[i])
          .isCloseTo(expected[i], within(1e-13));
      assertThat(gradient(Losses.bceWithLogits(), 1, numbers(z[i]), numbers(y[i]))[0])
          .isCloseTo(1 / (1 + Math.exp(-z[i])) - y[i], within(1e-15));
    }
  }

  /** softplus(z) − z·y alone would cancel where y is 1, and be 0 in float32 from z = 17 on. */
  @Test
  void binaryCrossEntropyOfAConfidentAnswerKeepsItsDigits() {
    for (double z : new double[] {3, 15, 33}) {
      double loss = Math.log1p(Math.exp(-z));
      double slope = 1 / (1 + Math.exp(z));
      for (int side : new int[] {-1, 1}) {
        double[] logit = {side * z};
        double[] truth = {side > 0 ? 1 : 0};
        assertThat(value(Losses.bceWithLogits(), 1, logit, truth))
            .isCloseTo(loss, within(1e-15 * loss));
        assertThat(gradient(Losses.bceWithLogits(), 1, logit, truth)[0])
            .isCloseTo(-side * slope, within(1e-15 * slope));
      }
    }
  }

  @Test
  void softmaxCrossEntropyIsStableFarOut() {
    double[] z = {1, 2, 3, 90, -90, 0, 500, 500, 500};
    double[] classes = {2, 1, 0};
    double first = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3)) - 3;
    double third = Math.log(3);
    assertThat(value(Losses.softmaxCrossEntropy(), 3, z, classes))
        .isCloseTo((first + 180 + third) / 3, within(1e-12));
    double[] gradient = gradient(Losses.softmaxCrossEntropy(), 3, z, classes);
    double e = Math.exp(1) + Math.exp(2) + Math.exp(3);
    assertThat(gradient[0]).isCloseTo(Math.exp(1) / e / 3, within(1e-15));
    assertThat(gradient[2]).isCloseTo((Math.exp(3) / e - 1) / 3, within(1e-15));
    assertThat(gradient[3]).isCloseTo(1 / 3.0, within(1e-15));
    assertThat(gradient[4]).isCloseTo(-1 / 3.0, within(1e-15));
    assertThat(gradient[6]).isCloseTo((1 / 3.0 - 1) / 3, within(1e-15));
  }

  @Test
  void targetsHaveTheShapeThatALossNeeds() {
    assertThat(Losses.meanSquaredError().targetShape(Shape.of(5))).isEqualTo(Shape.of(5));
    assertThat(Losses.softmaxCrossEntropy().targetShape(Shape.of(5))).isEqualTo(Shape.scalar());
    assertThatThrownBy(() -> Losses.softmaxCrossEntropy().targetShape(Shape.of(1)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("at least two classes")
        .hasMessageContaining("[1]");
  }

  @Test
  void lossesOverClassesHaveTheirSettingsInTheirText() {
    for (String text :
        List.of(
            "softmax_cross_entropy label_smoothing=0.1 ignore_index=-100 class_weights=1,0.5"
                + " reduction=sum",
            "nll ignore_index=0 class_weights=0,2,3 reduction=mean")) {
      assertThat(Losses.named(text).describe()).isEqualTo(text);
      assertThat(Losses.named(Losses.named(text).describe())).isEqualTo(Losses.named(text));
    }
    assertThatThrownBy(() -> Losses.named("nll ignore_index=0.5"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("ignore_index is a whole number, found '0.5'");
    assertThatThrownBy(() -> Losses.softmaxCrossEntropy().withLabelSmoothing(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 0 to below 1, found 1");
    assertThatThrownBy(() -> Losses.negativeLogLikelihood().withClassWeights(1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 0");
    assertThatThrownBy(
            () -> Losses.negativeLogLikelihood().withClassWeights(1, 2).targetShape(Shape.of(5, 3)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("nll has weights of 2 classes")
        .hasMessageContaining("[5, 3]");
    assertThat(Losses.softmaxCrossEntropy().targetShape(Shape.of(5, 3))).isEqualTo(Shape.of(5));
  }

  @ParameterizedTest
  @MethodSource("all")
  void descriptionsReadBack(Loss loss) {
    assertThat(Losses.named(loss.describe())).isEqualTo(loss);
    String name = loss.describe().split(" ")[0];
    assertThat(Losses.named(name)).isEqualTo(loss);
    assertThat(Losses.named(name + " reduction=sum").reduction()).isEqualTo(Reduction.SUM);
    assertThat(Documentation.hasRow("Losses", name)).isTrue();
  }

  @Test
  void anUnknownOneListsTheKnown() {
    assertThatThrownBy(() -> Losses.named("hubber"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageStartingWith("No loss is named 'hubber'; known are mse, mae, huber, ")
        .hasMessageContaining("softmax_cross_entropy");
  }

  @Test
  void theLossOfManyBatchesIsThatOfAllSamples() {
    for (Reduction reduction : Reduction.values()) {
      Loss loss = Losses.meanAbsoluteError().withReduction(reduction);
      double together = value(loss, 3, numbers(1, 2, 3, 4, 5, 6), new double[6]);
      AppliedObjective applied = Objective.of(loss).on(Map.of("prediction", Shape.of(2)));
      assertThat(applied.figures(Map.of("loss", 1.0 + 2 + 3 + 4 + 5 + 6), 3).get("loss"))
          .isCloseTo(together, within(1e-15));
    }
  }

  @Test
  void theBatchSizeIsNoPartOfTheFormula() {
    // 1/n enters as an argument: plans of two batch sizes have the same tapes.
    Tape formula = Tape.of(Losses.meanSquaredError().formula());
    assertThat(formula.variables()).containsExactly("prediction", "target");
    Expr derivative = Losses.meanSquaredError().formula().derivative(ScalarLoss.PREDICTION);
    assertThat(derivative).hasToString("(prediction - target)");
    assertThat(Evaluator.evaluate(derivative, 0.8, 1)).isCloseTo(-0.2, within(1e-15));
  }
}
