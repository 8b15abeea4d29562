package org.gradcl.backend.opencl.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.tuning.ProductModelTest;
import org.gradcl.loss.Losses;
import org.gradcl.metric.Metrics;
import org.gradcl.nn.HiddenLayer;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.plan.Plan;
import org.gradcl.plan.Target;
import org.gradcl.plan.Target.MachineClass;
import org.gradcl.step.InferenceStep;
import org.gradcl.step.TrainingStep;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs of a net for batches of several sizes, on GPUs of six kinds. */
class BatchSizesTest {
  private static final Target TARGET =
      new Target(MachineClass.GPU, 64, 1, 48 << 10, 64, 1L << 34, 1L << 36);

  private static final Sequential MODEL =
      Sequential.dense(784, HiddenLayer.parse("512 relu, 250 tanh"), 0.2f, 10);

  static List<DeviceProperties> devices() {
    return ProductModelTest.DEVICES;
  }

  private static List<String> programs(Plan plan, DeviceProperties device) {
    return PlanPrinter.print(plan, device).launches().stream()
        .map(kernel -> kernel.source().text())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("devices")
  void aPartialBatchRunsTheProgramsOfTheFullOne(DeviceProperties device) {
    TrainingStep step =
        new TrainingStep(
            MODEL, Losses.softmaxCrossEntropy(), Optimizers.adam(1e-3).withClipNorm(1));
    List<String> full = programs(Compiler.compile(step.graph(128), TARGET), device);
    assertThat(full).anyMatch(text -> text.contains("product_fold("));
    for (int rows : new int[] {1, 57, 127}) {
      Plan partial = Compiler.compile(step.graph(rows), TARGET).partOf(128);
      assertThat(programs(partial, device)).isEqualTo(full);
    }
  }

  /** And their sums are cut alike, so that a prediction has the same bits in any batch. */
  @ParameterizedTest
  @MethodSource("devices")
  void anEvaluationRunsTheSameProgramsInAnyBatch(DeviceProperties device) {
    InferenceStep step =
        InferenceStep.evaluating(MODEL, Losses.softmaxCrossEntropy(), List.of(Metrics.accuracy()));
    Plan one = Compiler.compile(step.graph(1), TARGET);
    for (int rows : new int[] {2, 33, 1024}) {
      Plan more = Compiler.compile(step.graph(rows), TARGET);
      assertThat(programs(more, device)).isEqualTo(programs(one, device));
      assertThat(variants(more, device)).isEqualTo(variants(one, device));
    }
  }

  private static List<String> variants(Plan plan, DeviceProperties device) {
    return PlanPrinter.print(plan, device).launches().stream().map(KernelLaunch::variant).toList();
  }
}
