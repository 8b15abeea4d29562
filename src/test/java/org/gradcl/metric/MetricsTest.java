package org.gradcl.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Layer;
import org.gradcl.nn.Scope;
import org.gradcl.nn.Sequential;
import org.gradcl.step.InferenceStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.Documentation;
import org.gradcl.testing.ReferenceRun;
import org.gradcl.testing.ReferenceRun.Batch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetricsTest {
  static List<Metric> all() {
    return Metrics.all();
  }

  /** Figures of predictions that are fed through an identity matrix, in batches. */
  private static Map<String, Double> figures(
      Loss loss, List<Metric> metrics, int width, Batch... batches) {
    Sequential model = Sequential.of(Dense.of(width, width).withoutBias());
    double[] identity = new double[width * width];
    for (int i = 0; i < width; i++) {
      identity[i * width + i] = 1;
    }
    List<HostTensor> parameters =
        List.of(ReferenceRun.tensor("layer.0.weight", Shape.of(width, width), identity));
    return ReferenceRun.figures(
        InferenceStep.evaluating(model, loss, metrics), parameters, batches);
  }

  private static Batch batch(double[] predicted, double... target) {
    return new Batch(target.length, predicted, target);
  }

  private static double[] numbers(double... values) {
    return values;
  }

  @Test
  void regressionFiguresOverTwoBatches() {
    Map<String, Double> figures =
        figures(
            Losses.meanSquaredError(),
            List.of(Metrics.mse(), Metrics.rmse(), Metrics.mae(), Metrics.rSquared()),
            1,
            batch(numbers(1, 2, 3), 2, 2, 1),
            batch(numbers(5), 7));
    // Residuals −1, 0, 2, −2; targets 2, 2, 1, 7 with mean 3 and squared deviations 1, 1, 4, 16.
    assertThat(figures.keySet()).containsExactly("loss", "mse", "rmse", "mae", "r2");
    assertThat(figures.get("loss")).isCloseTo(9.0 / 4 / 2, within(1e-14));
    assertThat(figures.get("mse")).isCloseTo(9.0 / 4, within(1e-14));
    assertThat(figures.get("rmse")).isCloseTo(1.5, within(1e-14));
    assertThat(figures.get("mae")).isCloseTo(5.0 / 4, within(1e-14));
    assertThat(figures.get("r2")).isCloseTo(1 - 9.0 / 22, within(1e-14));
  }

  @Test
  void explainedVarianceOfAConstantIsUndefined() {
    assertThat(
            figures(
                Losses.meanSquaredError(),
                List.of(Metrics.rSquared()),
                1,
                batch(numbers(1, 2), 3, 3)))
        .containsEntry("r2", Double.NaN);
  }

  @Test
  void explainedVarianceIsTheMeanOverOutputsThatVary() {
    // Output 0: targets 1, 3, 5, errors 1, 0, 0: 1 − 1/8. Output 1: constant. Output 2, whose scale
    // and mean count for nothing: targets 900, 1000, 1100, errors 100, 0, 100: 1 − 2/2.
    double[] targets = {1, 7, 900, 3, 7, 1000, 5, 7, 1100};
    double[] predicted = {2, 9, 1000, 3, 9, 1000, 5, 9, 1000};
    assertThat(
            figures(
                    Losses.meanSquaredError(),
                    List.of(Metrics.rSquared()),
                    3,
                    new Batch(3, predicted, targets))
                .get("r2"))
        .isCloseTo((7.0 / 8 + 0) / 2, within(1e-14));
  }

  /** Samples of two rows by two outputs, as a layer of one's own may yield. */
  private record Doubled() implements Layer {
    @Override
    public Optional<Shape> inputShape() {
      return Optional.of(Shape.of(2, 2));
    }

    @Override
    public Value append(Scope scope, Value x) {
      return scope.map(x, e -> e.times(2));
    }

    @Override
    public String describe() {
      return "doubled";
    }
  }

  @Test
  void explainedVarianceCountsEveryRowOfASample() {
    // Output 0: targets 1, 3, 5, 7, errors 1, 0, 0, 0: 1 − 1/20. Output 1: targets 0, 0, 4, 4,
    // errors 0, 0, 0, 2: 1 − 4/16.
    double[] input = {1, 0, 1.5, 0, 2.5, 2, 3.5, 3};
    double[] targets = {1, 0, 3, 0, 5, 4, 7, 4};
    InferenceStep step =
        InferenceStep.evaluating(
            Sequential.of(new Doubled()), Losses.meanSquaredError(), List.of(Metrics.rSquared()));
    assertThat(ReferenceRun.figures(step, List.of(), new Batch(2, input, targets)).get("r2"))
        .isCloseTo((19.0 / 20 + 12.0 / 16) / 2, within(1e-14));
  }

  @Test
  void momentsOfTargetsSurviveAMeanThatIsLargeAgainstTheSpread() {
    TargetMoments moments = new TargetMoments(2);
    double[] targets = {1e8 + 1, 0, 1e8 + 2, 0, 1e8 + 6, 0};
    moments.add(2, i -> targets[i]);
    moments.add(1, i -> targets[4 + i]);
    // The mean is 10⁸ + 3: deviations −2, −1, 3.
    assertThat(moments.squaredDeviations(0)).isCloseTo(14, within(1e-6));
    assertThat(moments.squaredDeviations(1)).isZero();
  }

  @Test
  void accuracyByClassTakesTheFirstOfTheLargest() {
    double[] logits = {
      1, 2, 0, // class 1: right
      5, 5, 5, // the first of three: class 0, target 2: wrong
      -1, -2, -3, // class 0: right
      0, 0, 1 // class 2: wrong
    };
    Map<String, Double> figures =
        figures(
            Losses.softmaxCrossEntropy(),
            List.of(Metrics.accuracy()),
            3,
            batch(logits, 1, 2, 0, 1));
    assertThat(figures.get("accuracy")).isEqualTo(0.5);
  }

  @Test
  void accuracyOfTwoSides() {
    Map<String, Double> figures =
        figures(
            Losses.bceWithLogits(),
            List.of(Metrics.accuracy()),
            1,
            batch(numbers(3, -2, 0, 0.1, -0.1), 1, 0, 0, 0, 1));
    assertThat(figures.get("accuracy")).isEqualTo(0.6);
  }

  @Test
  void notANumberIsNeverRight() {
    assertThat(
            figures(
                    Losses.bceWithLogits(),
                    List.of(Metrics.accuracy()),
                    1,
                    batch(numbers(Double.NaN, Double.NaN), 0, 1))
                .get("accuracy"))
        .isZero();
    assertThat(
            figures(
                    Losses.softmaxCrossEntropy(),
                    List.of(Metrics.accuracy()),
                    2,
                    batch(numbers(Double.NaN, Double.NaN), 0))
                .get("accuracy"))
        .isZero();
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    Sequential model = Sequential.of(Dense.of(2, 3));
    assertThatThrownBy(
            () ->
                InferenceStep.evaluating(
                    model, Losses.softmaxCrossEntropy(), List.of(Metrics.rmse())))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("rmse")
        .hasMessageContaining("[3]")
        .hasMessageContaining("[]");
    assertThatThrownBy(() -> Metrics.accuracy().requireShapes(Shape.of(3), Shape.of(2)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("[3]")
        .hasMessageContaining("[2]");
  }

  @ParameterizedTest
  @MethodSource("all")
  void namesAreKnownAndDocumented(Metric metric) {
    assertThat(Metrics.named(metric.name()).name()).isEqualTo(metric.name());
    assertThat(Documentation.hasRow("Metrics", metric.name())).isTrue();
  }

  @Test
  void anUnknownOneListsTheKnown() {
    assertThatThrownBy(() -> Metrics.named("rmsd"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageStartingWith(
            "No metric is named 'rmsd'; known are mse, rmse, mae, r2, mape, accuracy");
  }

  @Test
  void meansAndAccuracyOfSeveralOutputsAreOverAllElements() {
    double[] predicted = {1, -1, 2, 0.5, -3, -4};
    double[] targets = {1, 1, 0.3, 1, 0.3, 0};
    Map<String, Double> figures =
        figures(
            Losses.meanSquaredError(),
            List.of(Metrics.mse(), Metrics.rmse(), Metrics.mae(), Metrics.accuracy()),
            3,
            new Batch(2, predicted, targets));
    // Residuals 0, −2, 1.7, −½, −3.3, −4; the second and third lie on the wrong side.
    assertThat(figures.get("mse")).isCloseTo(34.03 / 6, within(1e-14));
    assertThat(figures.get("rmse")).isCloseTo(Math.sqrt(34.03 / 6), within(1e-14));
    assertThat(figures.get("mae")).isCloseTo(11.5 / 6, within(1e-14));
    assertThat(figures.get("accuracy")).isCloseTo(4.0 / 6, within(1e-14));
  }

  @Test
  void accuracyOfSequencesLeavesOutWhatIsIgnored() {
    // Two samples of three steps and two classes; the class decided for is 0, 1, 1 and 1, 0, 0.
    double[] logits = {2, 1, 0, 1, 3, 5, -1, 0, 4, 2, 2, 2};
    double[] targets = {0, 0, -100, 1, -100, 1};
    InferenceMetric judged = new InferenceMetric(Shape.of(3, 2), Shape.of(3));
    assertThat(judged.figure(Metrics.accuracy().ignoring(-100), 2, logits, targets))
        .isEqualTo(2 / 4.0);
    assertThat(judged.figure(Metrics.accuracy(), 2, logits, targets)).isEqualTo(2 / 6.0);
    // One target of class 0 of two is found, one of class 1 of two.
    assertThat(judged.figure(Metrics.recall().ignoring(-100), 2, logits, targets)).isEqualTo(0.5);
    assertThat(judged.table(Metrics.confusionMatrix().ignoring(-100), 2, logits, targets))
        .containsExactly(1, 1, 1, 1);
    assertThat(judged.figure(Metrics.topKAccuracy(2).ignoring(-100), 2, logits, targets))
        .isEqualTo(1);
    assertThat(judged.figure(Metrics.topKAccuracy(2), 2, logits, targets)).isEqualTo(4 / 6.0);
  }

  @Test
  void topKCountsTheColumnsBeforeTheTargets() {
    double[] logits = {
      4, 3, 2, 1, // target 1: the second
      1, 1, 1, 1, // target 2: the third, since ties are taken from the left
      1, 2, Double.NaN, 0, // never right
      0, 0, 9, 1 // target 2: the first
    };
    double[] targets = {1, 2, 1, 2};
    InferenceMetric judged = new InferenceMetric(Shape.of(4), Shape.scalar());
    assertThat(judged.figure(Metrics.topKAccuracy(1), 4, logits, targets)).isEqualTo(0.25);
    assertThat(judged.figure(Metrics.topKAccuracy(2), 4, logits, targets)).isEqualTo(0.5);
    assertThat(judged.figure(Metrics.topKAccuracy(3), 4, logits, targets)).isEqualTo(0.75);
    assertThat(judged.figure(Metrics.topKAccuracy(9), 4, logits, targets)).isEqualTo(0.75);
    assertThatThrownBy(() -> Metrics.topKAccuracy(0)).hasMessageContaining("found 0");
  }

  /**
   * Figures of scikit-learn's example of a confusion matrix, and its scores of the same numbers.
   */
  @Test
  void scoresOfThreeClasses() {
    // y_true = [2, 0, 2, 2, 0, 1], y_pred = [0, 0, 2, 2, 0, 2]; a fourth class never occurs.
    double[] targets = {2, 0, 2, 2, 0, 1};
    int[] decided = {0, 0, 2, 2, 0, 2};
    double[] logits = new double[24];
    for (int i = 0; i < decided.length; i++) {
      logits[i * 4 + decided[i]] = 1;
      logits[i * 4 + 3] = -1;
    }
    InferenceMetric judged = new InferenceMetric(Shape.of(4), Shape.scalar());
    double[] table = judged.table(Metrics.confusionMatrix(), 6, logits, targets);
    assertThat(table).containsExactly(2, 0, 0, 0, 0, 0, 1, 0, 1, 0, 2, 0, 0, 0, 0, 0);
    assertThat(judged.figure(Metrics.confusionMatrix(), 6, logits, targets)).isEqualTo(4 / 6.0);
    assertThat(judged.figure(Metrics.precision(), 6, logits, targets))
        .isCloseTo((2 / 3.0 + 0 + 2 / 3.0) / 3, within(1e-15));
    assertThat(judged.figure(Metrics.recall(), 6, logits, targets))
        .isCloseTo((1 + 0 + 2 / 3.0) / 3, within(1e-15));
    assertThat(judged.figure(Metrics.f1(), 6, logits, targets))
        .isCloseTo((0.8 + 0 + 2 / 3.0) / 3, within(1e-15));
    for (ClassScore score : List.of(Metrics.precision(), Metrics.recall(), Metrics.f1())) {
      assertThat(judged.figure(score.withAverage(Average.MICRO), 6, logits, targets))
          .isEqualTo(4 / 6.0);
    }
  }

  @Test
  void scoresOfOnes() {
    // Decided for one: the first three; ones: the first, the third and the last two.
    double[] logits = {1, 2, 0.5, -1, -2, 0};
    double[] targets = {1, 0, 1, 0, 1, 1};
    InferenceMetric judged = new InferenceMetric(Shape.scalar(), Shape.scalar());
    assertThat(judged.figure(Metrics.precision(), 6, logits, targets)).isEqualTo(2 / 3.0);
    assertThat(judged.figure(Metrics.recall(), 6, logits, targets)).isEqualTo(2 / 4.0);
    assertThat(judged.figure(Metrics.f1(), 6, logits, targets)).isEqualTo(4 / 7.0);
    double[] none = {-1, -1, -1, -1, -1, -1};
    assertThat(judged.figure(Metrics.f1(), 6, none, new double[6])).isZero();
    assertThat(judged.figure(Metrics.precision(), 6, none, targets)).isZero();
  }

  @Test
  void theAreaUnderTheCurveCountsPairs() {
    double[] scores = {0.1, 0.4, 0.35, 0.8, 0.35, 0.4, -0.0};
    double[] targets = {0, 0, 0, 1, 1, 1, 0};
    InferenceMetric judged = new InferenceMetric(Shape.scalar(), Shape.scalar());
    double pairs = 0;
    for (int one = 3; one < 6; one++) {
      for (int zero : new int[] {0, 1, 2, 6}) {
        pairs += scores[one] > scores[zero] ? 1 : scores[one] == scores[zero] ? 0.5 : 0;
      }
    }
    assertThat(judged.figure(Metrics.rocAuc(), 7, scores, targets)).isEqualTo(pairs / 12);
    assertThat(judged.figure(Metrics.rocAuc(), 7, new double[7], targets)).isEqualTo(0.5);
    assertThat(judged.figure(Metrics.rocAuc(), 7, scores, new double[7])).isNaN();
    scores[2] = Double.NaN;
    assertThat(judged.figure(Metrics.rocAuc(), 7, scores, targets)).isNaN();
  }

  @Test
  void theAreaIsTakenOverAllBatchesAndIsTheMeanOfOutputs() {
    double[] first = {1, 5, 3, 5};
    double[] second = {2, 5, 0, 6};
    // Output 0: ones 3, 2 above zeros 1, 0. Output 1: ones 5, 6, zeros 5, 5: 3 of 4 won.
    assertThat(
            figures(
                    Losses.meanSquaredError(),
                    List.of(Metrics.rocAuc()),
                    2,
                    new Batch(2, first, numbers(0, 0, 1, 1)),
                    new Batch(2, second, numbers(1, 0, 0, 1)))
                .get("roc_auc"))
        .isEqualTo((1 + 3 / 4.0) / 2);
  }

  @Test
  void perplexityIsTheNumberOfClassesThatAModelWaversBetween() {
    InferenceMetric judged = new InferenceMetric(Shape.of(4), Shape.scalar());
    assertThat(judged.figure(Metrics.perplexity(), 2, new double[8], numbers(1, 3)))
        .isCloseTo(4, within(1e-14));
    double[] logits = {0, Math.log(7), 0, 0, 0, 0, 0, 0};
    assertThat(judged.figure(Metrics.perplexity(), 2, logits, numbers(1, 3)))
        .isCloseTo(Math.sqrt(10.0 / 7 * 4), within(1e-14));
    Metric counting = Metrics.perplexity(Losses.softmaxCrossEntropy().ignoring(3));
    assertThat(judged.figure(counting, 2, logits, numbers(1, 3)))
        .isCloseTo(10.0 / 7, within(1e-14));
    assertThatThrownBy(() -> Metrics.perplexity().requireShapes(Shape.of(4), Shape.of(4)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContainingAll("perplexity", "[4]", "[]");
  }

  @Test
  void relativeErrorsAreSharesOfTheTarget() {
    InferenceMetric judged = new InferenceMetric(Shape.of(2), Shape.of(2));
    double[] predicted = {1.5, -2, 0, 11};
    double[] targets = {1, -4, 0, 10};
    assertThat(judged.figure(Metrics.mape(), 2, predicted, targets))
        .isCloseTo((0.5 + 0.5 + 0 + 0.1) / 4, within(1e-15));
  }

  @Test
  void explainedVarianceOfOneNumberASample() {
    InferenceMetric judged = new InferenceMetric(Shape.scalar(), Shape.scalar());
    assertThat(judged.figure(Metrics.rSquared(), 3, numbers(2, 3, 5), numbers(1, 3, 5)))
        .isEqualTo(1 - 1 / 8.0);
  }

  @Test
  void namesHaveTheSettingsThatAreNotTheUsual() {
    assertThat(Metrics.topKAccuracy(5).name()).isEqualTo("top_k_accuracy");
    for (Metric metric :
        List.of(
            Metrics.topKAccuracy(3),
            Metrics.accuracy().ignoring(-100),
            Metrics.f1().withAverage(Average.MICRO).ignoring(0),
            Metrics.confusionMatrix().ignoring(7),
            Metrics.perplexity(Losses.softmaxCrossEntropy().ignoring(-1)))) {
      assertThat(Metrics.named(metric.name())).isEqualTo(metric);
    }
    assertThat(Metrics.rmse().of("height", "high").name()).isEqualTo("height/rmse");
    assertThatThrownBy(() -> Metrics.named("accuracy ignore_index=0.5"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("whole number");
  }
}
