package org.gradcl.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.loss.Losses;
import org.gradcl.metric.Metric;
import org.gradcl.metric.Metrics;
import org.gradcl.metric.ScalarMetric;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Sequential;
import org.gradcl.plan.Compiler;
import org.gradcl.plan.Launch;
import org.gradcl.plan.LaunchKind;
import org.gradcl.plan.Plan;
import org.gradcl.plan.Target;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

class InferenceStepTest {
  private static final Target TARGET =
      new Target(Target.MachineClass.JVM, 16, 8, 0, 64, 1L << 31, 1L << 33);

  private static final Sequential MODEL =
      Sequential.of(Dense.of(2, 3, Activations.TANH), Dense.of(3, 4));

  @Test
  void predictionNeedsNoTarget() {
    InferenceStep step = InferenceStep.predicting(MODEL);
    StepGraph graph = step.graph(5);
    assertThat(graph.inputs()).hasSize(1);
    assertThat(graph.outputs()).containsOnlyKeys("prediction");
    assertThat(graph.trains()).isFalse();
    assertThat(step.judged()).isEmpty();
    assertThat(step.sumNames()).isEmpty();
  }

  @Test
  void lossAndMetricsLeaveAsSums() {
    InferenceStep step =
        InferenceStep.evaluating(
            MODEL, Losses.meanSquaredError(), List.of(Metrics.rmse(), Metrics.rSquared()));
    assertThat(step.sumNames()).containsExactly("loss", "rmse/squaredError", "r2/squaredError");
    Map<String, Value> outputs = step.graph(5).outputs();
    assertThat(outputs.keySet())
        .containsExactly("prediction", "loss", "rmse/squaredError", "r2/squaredError");
    assertThat(outputs.get("rmse/squaredError").shape()).isEqualTo(Shape.of());
    assertThat(outputs.get("r2/squaredError").shape()).isEqualTo(Shape.of(4));
  }

  @Test
  void nothingIsDropped() {
    Sequential dropping = Sequential.of(Dense.of(2, 3), Dropout.of(0.5), Dense.of(3, 4));
    Sequential plain = Sequential.of(Dense.of(2, 3), Dense.of(3, 4));
    assertThat(formulas(InferenceStep.predicting(dropping).graph(5)))
        .isEqualTo(formulas(InferenceStep.predicting(plain).graph(5)));
  }

  private static List<String> formulas(StepGraph graph) {
    return Compiler.compile(graph, TARGET).launches().stream()
        .map(launch -> launch.formula().replace("layer.2", "layer.1"))
        .toList();
  }

  @Test
  void twoFiguresOfOneNameAreRefused() {
    ScalarMetric loss = new ScalarMetric("loss", Map.of(), means -> 0.0);
    for (List<Metric> metrics :
        List.of(List.<Metric>of(Metrics.rmse(), Metrics.rmse()), List.<Metric>of(loss))) {
      String name = metrics.get(0).name();
      assertThatThrownBy(() -> InferenceStep.evaluating(MODEL, Losses.meanSquaredError(), metrics))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + name + "' was asked for twice");
    }
  }

  @Test
  void allSumsAreOneLaunchAfterTheForwardPass() {
    StepGraph regression =
        InferenceStep.evaluating(
                MODEL, Losses.huber(1), List.of(Metrics.mse(), Metrics.rmse(), Metrics.mae()))
            .graph(5);
    assertThat(kinds(regression))
        .containsExactly(LaunchKind.MATMUL, LaunchKind.MATMUL, LaunchKind.MAP);
    StepGraph classification =
        InferenceStep.evaluating(MODEL, Losses.softmaxCrossEntropy(), List.of(Metrics.accuracy()))
            .graph(5);
    assertThat(kinds(classification))
        .containsExactly(LaunchKind.MATMUL, LaunchKind.MATMUL, LaunchKind.ROW);
  }

  private static List<LaunchKind> kinds(StepGraph graph) {
    Plan plan = Compiler.compile(graph, TARGET);
    return plan.launches().stream().map(Launch::kind).toList();
  }
}
