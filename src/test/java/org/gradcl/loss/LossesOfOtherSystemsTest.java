package org.gradcl.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.gradcl.graph.StepGraph;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.TrainingStep;
import org.gradcl.testing.Documentation;
import org.gradcl.testing.ReferenceRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the table in {@code docs/losses.md} is true. */
class LossesOfOtherSystemsTest {
  private static final int BATCH = 4;
  private static final int OUTPUTS = 3;
  private static final int N = BATCH * OUTPUTS;
  private static final double RATE = 0.05;

  /** What a system computes of the residuals d of a batch, by its own documentation. */
  private record Theirs(DoubleUnaryOperator loss, DoubleUnaryOperator gradient) {}

  private static final Map<String, Theirs> SYSTEMS =
      Map.of(
          "PyTorch `MSELoss()`", new Theirs(d -> d * d / N, d -> 2 * d / N),
          "PyTorch `MSELoss(reduction='sum')`", new Theirs(d -> d * d, d -> 2 * d),
          "DJL `L2Loss()`", new Theirs(d -> d * d / 2 / N, d -> d / N),
          "DJL `L2Loss(\"mse\", 1f)`", new Theirs(d -> d * d / N, d -> 2 * d / N),
          "DL4J `LossFunction.MSE`",
              new Theirs(d -> d * d / OUTPUTS / BATCH, d -> 2 * d / (OUTPUTS * BATCH)));

  /** A row: the system, its loss and gradient in words, ours, and the factor of the rate. */
  private record Row(String system, String ours, double factor) {
    static Row parse(String line) {
      String[] cells = line.substring(1).split("\\|");
      String factor = cells[4].replace("×", "").strip();
      boolean byElement = factor.endsWith("·n");
      return new Row(
          cells[0].strip(),
          cells[3].strip().replace("`", ""),
          Double.parseDouble(factor.replace("·n", "")) * (byElement ? N : 1));
    }
  }

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    Documentation.page("losses.md")
        .lines()
        .filter(line -> SYSTEMS.keySet().stream().anyMatch(s -> line.startsWith("| " + s + " |")))
        .forEach(line -> rows.add(Row.parse(line)));
    return rows;
  }

  @Test
  void everySystemHasItsRow() {
    assertThat(rows().stream().map(Row::system))
        .containsExactlyInAnyOrderElementsOf(SYSTEMS.keySet());
  }

  private static ReferenceResult step(Loss loss, double rate, double[] x, double[] y) {
    TrainingStep step =
        new TrainingStep(Sequential.of(Dense.of(2, OUTPUTS)), loss, Optimizers.sgd(rate));
    StepGraph graph = step.graph(BATCH, List.of("prediction", "gradient/prediction"));
    ReferenceState state =
        ReferenceState.initial(
            graph.stateLayout(),
            step.model().initialParameters(RandomKey.ofSeed(2)),
            1,
            RandomKey.ofSeed(2));
    return ReferenceRun.run(graph, state, x, y);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void lossGradientAndLearningRateCarryOver(Row row) {
    double[] x = {1, 2, -1, 0.5, 3, -2, 0.25, 1};
    double[] y = {1, 0, 2, -1, 0.5, 3, 0, 0, 1, 2, -2, 1};
    Theirs theirs = SYSTEMS.get(row.system());
    ReferenceResult ours = step(Losses.named(row.ours()), RATE, x, y);
    double[] prediction = ours.outputs().get("prediction");
    double total = 0;
    for (int i = 0; i < N; i++) {
      double d = prediction[i] - y[i];
      total += theirs.loss().applyAsDouble(d);
      assertThat(ours.outputs().get("gradient/prediction")[i])
          .isCloseTo(theirs.gradient().applyAsDouble(d), within(1e-14));
    }
    assertThat(ours.loss().getAsDouble()).isCloseTo(total, within(1e-13));

    // Our default loss with their rate times the factor makes the same step.
    Loss byDefault = Losses.meanSquaredError();
    ReferenceResult carried = step(byDefault, RATE * row.factor(), x, y);
    assertThat(carried.state().tensor("layer.0.weight"))
        .containsExactly(ours.state().tensor("layer.0.weight"), within(1e-13));
  }
}
