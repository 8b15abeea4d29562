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
            "No metric is named 'rmsd'; known are mse, rmse, mae, r2, accuracy");
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
}
