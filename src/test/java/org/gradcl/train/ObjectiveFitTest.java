package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Value;
import org.gradcl.loss.LossTerm;
import org.gradcl.loss.Losses;
import org.gradcl.loss.Objective;
import org.gradcl.metric.Metrics;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Model;
import org.gradcl.nn.Scope;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.train.report.Evaluation;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A model of two outputs with a weighted loss and metrics for each, from data to figures. */
class ObjectiveFitTest {
  /** More than one piece of an evaluation. */
  private static final int SAMPLES = 1500;

  private static final Objective OBJECTIVE =
      Objective.of(
          LossTerm.of(Losses.huber(1)).on("height").against("high").times(0.5).weightedBy("w"),
          LossTerm.of(Losses.softmaxCrossEntropy()).on("kind").against("sort"));

  /** A height and the logits of two kinds, of three numbers. */
  private record Beings() implements Model {
    @Override
    public Map<String, InputSpec> inputs() {
      return Map.of("x", InputSpec.of(Shape.of(3)));
    }

    @Override
    public Map<String, Value> append(Scope scope, Map<String, Value> inputs) {
      Value x = inputs.get("x");
      return Map.of(
          "height", scope.call("height", Dense.to(1).withoutBias(), x),
          "kind", scope.call("kind", Dense.to(2).withoutBias(), x));
    }
  }

  private final float[] x = new float[3 * SAMPLES];
  private final float[] high = new float[SAMPLES];
  private final float[] tall = new float[SAMPLES];
  private final float[] weights = new float[SAMPLES];
  private final int[] sorts = new int[SAMPLES];

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.ownChoice();
  }

  private ArrayDataSet data() {
    Random random = new Random(8);
    for (int i = 0; i < SAMPLES; i++) {
      for (int j = 0; j < 3; j++) {
        x[3 * i + j] = Math.round(8 * random.nextGaussian()) / 8f;
      }
      high[i] = x[3 * i] + Math.round(8 * random.nextGaussian()) / 8f;
      tall[i] = high[i] > 0.5 ? 1 : 0;
      weights[i] = random.nextInt(3);
      sorts[i] = random.nextInt(5) == 0 ? 1 : 0;
    }
    return ArrayDataSet.ofArray("x", Shape.of(3), x)
        .with("high", Shape.of(1), high)
        .with("w", Shape.scalar(), weights)
        .withIndices("sort", Shape.scalar(), sorts);
  }

  private static Trainer trainer(EngineUnderTest engine) {
    Trainer trainer =
        Trainers.on(engine)
            .model(new Beings())
            .objective(OBJECTIVE)
            .optimizer(Optimizers.adam(0.02f))
            .seed(3)
            .build();
    // The height is x₀, the logits are x₁ and x₂.
    trainer.parameters().set(HostTensor.of("height.weight", Shape.of(1, 3), new float[] {1, 0, 0}));
    trainer
        .parameters()
        .set(HostTensor.of("kind.weight", Shape.of(2, 3), new float[] {0, 1, 0, 0, 0, 1}));
    return trainer;
  }

  @ParameterizedTest
  @MethodSource("engines")
  void figuresAreThoseOfTheirDefinitions(EngineUnderTest engine) {
    ArrayDataSet data = data();
    double huber = 0;
    double weight = 0;
    double entropy = 0;
    double absolute = 0;
    double[] table = new double[4];
    for (int i = 0; i < SAMPLES; i++) {
      double d = Math.abs(x[3 * i] - high[i]);
      huber += weights[i] * (d > 1 ? d - 0.5 : d * d / 2);
      weight += weights[i];
      absolute += d;
      double z = x[3 * i + 1 + sorts[i]];
      entropy += Math.log(Math.exp(x[3 * i + 1]) + Math.exp(x[3 * i + 2])) - z;
      table[2 * sorts[i] + (x[3 * i + 2] > x[3 * i + 1] ? 1 : 0)]++;
    }
    try (Trainer trainer = trainer(engine)) {
      Evaluation found =
          trainer.evaluate(
              data,
              Metrics.mae().of("height", "high"),
              Metrics.accuracy().of("kind", "sort"),
              Metrics.perplexity().of("kind", "sort"),
              Metrics.confusionMatrix().of("kind", "sort"));
      assertThat(found.metrics().keySet())
          .containsExactly(
              "loss/height",
              "loss/kind",
              "height/mae",
              "kind/accuracy",
              "kind/perplexity",
              "kind/confusion");
      assertThat(found.metric("loss/height")).isCloseTo(huber / weight, within(1e-5));
      assertThat(found.metric("loss/kind")).isCloseTo(entropy / SAMPLES, within(1e-5));
      assertThat(found.loss()).isCloseTo(0.5 * huber / weight + entropy / SAMPLES, within(1e-5));
      assertThat(found.metric("height/mae")).isCloseTo(absolute / SAMPLES, within(1e-5));
      assertThat(found.metric("kind/perplexity"))
          .isCloseTo(Math.exp(entropy / SAMPLES), within(1e-5));
      double right = (table[0] + table[3]) / SAMPLES;
      assertThat(found.metric("kind/accuracy")).isEqualTo(right);
      assertThat(found.metric("kind/confusion")).isEqualTo(right);
      assertThat(found.table("kind/confusion").shape()).isEqualTo(Shape.of(2, 2));
      assertThat(found.table("kind/confusion").doubles()).containsExactly(table);
      assertThatThrownBy(() -> found.table("height/mae"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("height/mae", "kind/confusion");
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void theAreaUnderTheCurveIsOverAllPieces(EngineUnderTest engine) {
    ArrayDataSet data = data().with("tall", Shape.of(1), tall);
    double won = 0;
    double pairs = 0;
    for (int one = 0; one < SAMPLES; one++) {
      for (int zero = 0; zero < SAMPLES && tall[one] == 1; zero++) {
        if (tall[zero] == 0) {
          pairs++;
          won += (1 + Math.signum(x[3 * one] - x[3 * zero])) / 2;
        }
      }
    }
    Objective objective =
        Objective.of(
            LossTerm.of(Losses.bceWithLogits()).on("height").against("tall"),
            LossTerm.of(Losses.softmaxCrossEntropy()).on("kind").against("sort"));
    try (Trainer trainer =
        Trainers.on(engine)
            .model(new Beings())
            .objective(objective)
            .optimizer(Optimizers.sgd(1))
            .build()) {
      trainer
          .parameters()
          .set(HostTensor.of("height.weight", Shape.of(1, 3), new float[] {1, 0, 0}));
      assertThat(trainer.evaluate(data, Metrics.rocAuc().of("height", "tall")).metrics())
          .containsEntry("height/roc_auc", won / pairs);
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void trainingLowersTheSumAndACheckpointKeepsIt(EngineUnderTest engine, @TempDir Path folder) {
    ArrayDataSet data = data();
    try (Trainer trainer = trainer(engine)) {
      double before = trainer.evaluate(data).loss();
      double last = trainer.fit(data, Fit.epochs(3).batchSize(64)).lastEpoch().loss();
      double after = trainer.evaluate(data).loss();
      assertThat(after).isLessThan(0.9 * before);
      assertThat(last).isBetween(0.95 * after, before);
      Path file = folder.resolve("beings.safetensors");
      trainer.save(file);
      assertThat(Checkpoint.load(file).objective()).isEqualTo(OBJECTIVE);
    }
  }
}
