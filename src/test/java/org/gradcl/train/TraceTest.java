package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Value;
import org.gradcl.loss.Loss;
import org.gradcl.loss.LossTerm;
import org.gradcl.loss.Losses;
import org.gradcl.loss.Objective;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Merging;
import org.gradcl.nn.Model;
import org.gradcl.nn.Scope;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.train.report.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TraceTest {
  @Test
  void theTextbookCaseIsReadBackFromTheDevice() {
    try (Trainer trainer =
        Trainers.onJvm()
            .model(Sequential.of(Dense.of(1, 1).withoutBias()))
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.sgd(0.1))
            .build()) {
      trainer.parameters().set(HostTensor.of("layer.0.weight", Shape.of(1, 1), new float[] {0.8f}));
      Trace trace = trainer.trace(new float[] {1}, new float[] {1});
      assertThat(value(trace, Phase.FORWARD, "prediction")).isCloseTo(0.8, within(1e-7));
      assertThat(value(trace, Phase.LOSS, "loss")).isCloseTo(0.02, within(1e-7));
      assertThat(value(trace, Phase.LOSS, "gradient/prediction")).isCloseTo(-0.2, within(1e-7));
      assertThat(value(trace, Phase.BACKWARD, "gradient/layer.0.weight"))
          .isCloseTo(-0.2, within(1e-7));
      assertThat(value(trace, Phase.UPDATE, "layer.0.weight")).isCloseTo(0.82, within(1e-7));
      assertThat(trace.entry(Phase.FORWARD, "layer.0.preactivation").formula())
          .isEqualTo("input · layer.0.weightᵀ");
      assertThat(trace.entry(Phase.BACKWARD, "gradient/layer.0.weight").formula())
          .contains("ᵀ · input");
      assertThat(trace.toString())
          .contains(
              "JVM engine", "layer.0.preactivation [1, 1] = input · layer.0.weightᵀ, 0.0e+00");
    }
  }

  private static double value(Trace trace, Phase phase, String name) {
    return trace.entry(phase, name).values()[0];
  }

  /** Of two inputs and two outputs, none with the name that Sequential gives. */
  private record Pair() implements Model {
    @Override
    public Map<String, InputSpec> inputs() {
      return Map.of("left", InputSpec.of(Shape.of(2)), "right", InputSpec.of(Shape.of(2)));
    }

    @Override
    public Map<String, Value> append(Scope scope, Map<String, Value> inputs) {
      Value left = scope.call("stage1", Sequential.of(Dense.to(3)), inputs.get("left"));
      Value sum = Merging.add(scope, left, scope.call("right", Dense.to(3), inputs.get("right")));
      return Map.of("sum", sum, "left", left);
    }
  }

  @Test
  void aModelOfSeveralInputsAndOutputsIsTracedByASource() {
    ArrayDataSet batch =
        ArrayDataSet.ofArray("left", Shape.of(2), new float[] {1, -1, 0.5f, 2})
            .with("right", Shape.of(2), new float[] {2, 1, -0.5f, 0})
            .with("goal", Shape.of(3), new float[] {1, 0, -1, 2, 3, -2})
            .with("weight", Shape.scalar(), new float[] {1, 3});
    Objective objective =
        Objective.of(
            LossTerm.of(Losses.huber(1)).on("sum").against("goal").weightedBy("weight"),
            LossTerm.of(Losses.meanAbsoluteError()).on("left").against("goal").times(0.5));
    try (Trainer trainer =
        Trainers.onJvm()
            .model(new Pair())
            .objective(objective)
            .optimizer(Optimizers.sgd(0.1))
            .build()) {
      Trace trace = trainer.trace(batch);
      assertThat(trace.entries())
          .extracting(Trace.Entry::name)
          .contains("stage1.0.activation", "loss", "gradient/right.weight", "right.bias");
      assertThat(trace.entries()).allMatch(entry -> entry.error() < 1e-6);
      Trace.Entry gradient = trace.entry(Phase.BACKWARD, "gradient/stage1.0.weight");
      double[] numeric = gradient.numeric().orElseThrow();
      for (int i = 0; i < numeric.length; i++) {
        assertThat(gradient.reference()[i]).isCloseTo(numeric[i], within(1e-8));
      }
      assertThat(trainer.checkpoint().step()).isEqualTo(1);
    }
  }

  /** Of one input and output, under other names than those of Sequential. */
  private record Height() implements Model {
    @Override
    public Map<String, InputSpec> inputs() {
      return Map.of("photo", InputSpec.of(Shape.of(2)));
    }

    @Override
    public Map<String, Value> append(Scope scope, Map<String, Value> inputs) {
      return Map.of("height", scope.call("stage", Dense.to(1), inputs.get("photo")));
    }
  }

  @Test
  void arraysWithoutNamesAreTheOnlyInputAndTarget() {
    Objective objective = Objective.of(LossTerm.of(Losses.meanSquaredError()).against("truth"));
    try (Trainer trainer =
        Trainers.onJvm()
            .model(new Height())
            .objective(objective)
            .optimizer(Optimizers.sgd(0.1))
            .build()) {
      float[] before = trainer.predict(new float[] {1, 2});
      assertThat(trainer.predict(new float[][] {{1, 2}, {0, 1}})[0]).containsExactly(before);
      Trace trace = trainer.trace(new float[] {1, 2}, new float[] {before[0] + 1});
      assertThat(value(trace, Phase.LOSS, "loss")).isCloseTo(0.5, within(1e-6));
      assertThat(trainer.step(new float[] {1, 2}, new float[] {before[0]}).loss()).isPositive();
    }
  }

  @Test
  void theNumericGradientOfAPredictionKnowsItsWeights() {
    ArrayDataSet batch =
        ArrayDataSet.of(Shape.of(2), new float[] {1, -1, 0.5f, 2}, Shape.of(1), new float[] {1, 0})
            .with("weight", Shape.scalar(), new float[] {1, 3});
    try (Trainer trainer =
        Trainers.onJvm()
            .model(Sequential.of(Dense.of(2, 1)))
            .objective(Objective.of(LossTerm.of(Losses.meanSquaredError()).weightedBy("weight")))
            .optimizer(Optimizers.sgd(0.1))
            .build()) {
      Trace.Entry gradient = trainer.trace(batch).entry(Phase.LOSS, "gradient/prediction");
      double[] numeric = gradient.numeric().orElseThrow();
      assertThat(gradient.reference()[0]).isCloseTo(numeric[0], within(1e-8));
      assertThat(gradient.reference()[1]).isCloseTo(numeric[1], within(1e-8));
    }
  }

  static List<Loss> losses() {
    return List.of(Losses.meanSquaredError(), Losses.bceWithLogits(), Losses.softmaxCrossEntropy());
  }

  @ParameterizedTest
  @MethodSource("losses")
  void deviceFloat64AndNumericDerivativesAgree(Loss loss) {
    boolean classes = loss.equals(Losses.softmaxCrossEntropy());
    int outputs = classes ? 3 : 1;
    try (Trainer trainer =
        Trainers.onJvm()
            .model(Sequential.of(Dense.of(2, 3, Activations.TANH), Dense.of(3, outputs)))
            .loss(loss)
            .optimizer(Optimizers.adam(0.01))
            .build()) {
      float[] inputs = {0.5f, -1, 0.25f, 2};
      float[] targets = {1, 0};
      for (int i = 0; i < 3; i++) {
        Trace trace = trainer.trace(inputs, targets);
        assertThat(trace.entries()).extracting(Trace.Entry::name).contains("layer.1.activation");
        for (Trace.Entry entry : trace.entries()) {
          assertThat(entry.error()).as(entry.name()).isLessThan(1e-6);
          entry
              .numeric()
              .ifPresent(
                  numeric -> {
                    for (int j = 0; j < numeric.length; j++) {
                      assertThat(entry.reference()[j])
                          .as(entry.name())
                          .isCloseTo(numeric[j], within(1e-8));
                    }
                  });
        }
        assertThat(trace.entries().stream().filter(e -> e.numeric().isPresent()))
            .hasSize(5)
            .allMatch(entry -> entry.name().startsWith("gradient/"));
      }
      assertThat(trainer.checkpoint().step()).isEqualTo(3);
    }
  }
}
