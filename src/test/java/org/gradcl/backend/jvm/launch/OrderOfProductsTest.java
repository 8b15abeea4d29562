package org.gradcl.backend.jvm.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gradcl.backend.jvm.product.SumOrder;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StepGraph;
import org.gradcl.loss.Losses;
import org.gradcl.nn.HiddenLayer;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Plan;
import org.gradcl.plan.Target;
import org.gradcl.plan.Target.MachineClass;
import org.gradcl.step.InferenceStep;
import org.gradcl.step.TrainingStep;
import org.junit.jupiter.api.Test;

/** Which products may add in lanes. */
class OrderOfProductsTest {
  private static final Target TARGET =
      new Target(MachineClass.JVM, 64, 1, 48 << 10, 64, 1L << 34, 1L << 36);

  private static final Sequential MODEL =
      Sequential.dense(128, HiddenLayer.parse("64 relu"), 0, 10);

  private static final TrainingStep TRAINING =
      new TrainingStep(MODEL, Losses.softmaxCrossEntropy(), Optimizers.sgd(0.1));

  private static Plan plan(StepGraph graph) {
    return Compiler.compile(graph, TARGET);
  }

  private static List<SumOrder> forward(Plan plan) {
    OrderOfProducts order = OrderOfProducts.of(plan);
    return plan.launches().stream()
        .filter(launch -> launch.phase() == Phase.FORWARD && launch instanceof MatmulLaunch)
        .map(launch -> order.of((MatmulLaunch) launch))
        .toList();
  }

  private static List<SumOrder> both(SumOrder order) {
    return List.of(order, order);
  }

  @Test
  void trainingWithFewRowsAddsInLanes() {
    for (int rows : new int[] {1, 3, 4}) {
      assertThat(forward(plan(TRAINING.graph(rows)))).isEqualTo(both(SumOrder.IN_LANES));
    }
    assertThat(forward(plan(TRAINING.graph(5)))).isEqualTo(both(SumOrder.SEQUENTIAL));
  }

  @Test
  void aPartialBatchAddsAsTheFullOneDoes() {
    for (int rows : new int[] {1, 2, 3}) {
      Plan partial = plan(TRAINING.graph(rows));
      assertThat(forward(partial.partOf(4))).isEqualTo(both(SumOrder.IN_LANES));
      assertThat(forward(partial.partOf(5))).isEqualTo(both(SumOrder.SEQUENTIAL));
    }
  }

  @Test
  void outsideOfTrainingARowHasTheSameBitsInAnyBatch() {
    for (int rows : new int[] {1, 4, 5}) {
      assertThat(forward(plan(InferenceStep.predicting(MODEL).graph(rows))))
          .isEqualTo(both(SumOrder.SEQUENTIAL));
    }
  }
}
