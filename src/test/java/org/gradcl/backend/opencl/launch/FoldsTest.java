package org.gradcl.backend.opencl.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.tuning.ProductModelTest;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Losses;
import org.gradcl.metric.Metrics;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.plan.Plan;
import org.gradcl.plan.Target;
import org.gradcl.plan.Target.MachineClass;
import org.gradcl.step.InferenceStep;
import org.gradcl.step.TrainingStep;
import org.junit.jupiter.api.Test;

/** In how many parts a GPU of 132 units takes sums, and which kernels add them up. */
class FoldsTest {
  private static final Target TARGET =
      new Target(MachineClass.GPU, 64, 1, 48 << 10, 64, 1L << 34, 1L << 36);

  private static final DeviceProperties H200 =
      ProductModelTest.DEVICES.stream()
          .filter(device -> device.name().equals("H200"))
          .findFirst()
          .orElseThrow();

  private static List<KernelLaunch> kernels(
      Sequential model, Loss loss, Optimizer optimizer, int batch) {
    Plan plan = Compiler.compile(new TrainingStep(model, loss, optimizer).graph(batch), TARGET);
    return PlanPrinter.print(plan, H200).launches();
  }

  private static KernelLaunch kernel(List<KernelLaunch> all, String name) {
    return all.stream().filter(launch -> launch.kernel().equals(name)).findFirst().orElseThrow();
  }

  private static int groupsOfLoss(Loss loss, int outputs, int batch) {
    Sequential model = Sequential.of(Dense.of(3, outputs));
    return kernel(kernels(model, loss, Optimizers.sgd(0.1), batch), "loss_gradient")
        .shape()
        .groups();
  }

  @Test
  void theLossHasTheWorkGroupsThatBatchAndDeviceWant() {
    // Four elements for each of 256 items, and 16 groups for each of 132 units.
    assertThat(groupsOfLoss(Losses.meanSquaredError(), 2, 32)).isEqualTo(1);
    assertThat(groupsOfLoss(Losses.meanSquaredError(), 2, 100_000)).isEqualTo(196);
    assertThat(groupsOfLoss(Losses.meanSquaredError(), 2, 10_000_000)).isEqualTo(2112);
    // A group visits whole rows.
    assertThat(groupsOfLoss(Losses.softmaxCrossEntropy(), 10, 512)).isEqualTo(512);
    // … and as many as the others: 48 of 100,000 in each of 2,084.
    assertThat(groupsOfLoss(Losses.softmaxCrossEntropy(), 10, 100_000)).isEqualTo(2084);
  }

  private static List<String> ofTheUpdate(List<KernelLaunch> kernels) {
    return kernels.stream()
        .filter(kernel -> kernel.launch().updates())
        .map(KernelLaunch::kernel)
        .toList();
  }

  /** The first and the number of the words of checks, and in how many parts the loss is. */
  private static List<KernelArgument> reads(List<KernelLaunch> kernels) {
    List<KernelArgument> arguments = kernel(kernels, "weight_update").arguments();
    return List.of(arguments.get(9), arguments.get(10), arguments.get(12));
  }

  private static List<KernelArgument> numbers(int... numbers) {
    return Arrays.stream(numbers).<KernelArgument>mapToObj(KernelArgument.Int::new).toList();
  }

  @Test
  void anUpdateOfManyWorkGroupsReadsOneWordOfChecks() {
    Loss loss = Losses.softmaxCrossEntropy();
    Sequential wide = Sequential.of(Dense.of(784, 512), Dense.of(512, 10));
    List<KernelLaunch> folded = kernels(wide, loss, Optimizers.sgd(0.1), 128);
    assertThat(ofTheUpdate(folded)).containsExactly("step_fold", "weight_update");
    KernelLaunch fold = kernel(folded, "step_fold");
    assertThat(fold.shape().groups()).isEqualTo(1);
    int words = ((KernelArgument.Int) fold.arguments().get(1)).value();
    assertThat(words).isGreaterThan(16);
    assertThat(fold.arguments().get(3)).isEqualTo(new KernelArgument.Int(128));
    assertThat(reads(folded)).isEqualTo(numbers(words, 1, 0));

    // The clip waits for all gradients anyway.
    List<KernelLaunch> clipped = kernels(wide, loss, Optimizers.sgd(0.1).withClipNorm(1), 128);
    assertThat(ofTheUpdate(clipped)).containsExactly("weight_update");
    assertThat(reads(clipped)).isEqualTo(numbers(words, 1, 0));
    assertThat(kernel(clipped, "clip").arguments()).contains(new KernelArgument.Int(words));
  }

  /** Where few work-groups read few words, a kernel more would take longer. */
  @Test
  void anUpdateOfFewWorkGroupsReadsAllWords() {
    Sequential narrow = Sequential.of(Dense.of(8, 32), Dense.of(32, 10));
    List<KernelLaunch> kernels =
        kernels(narrow, Losses.softmaxCrossEntropy(), Optimizers.sgd(0.1), 128);
    assertThat(ofTheUpdate(kernels)).containsExactly("weight_update");
    int words = ((KernelArgument.Int) reads(kernels).get(1)).value();
    assertThat(words).isGreaterThan(1);
    assertThat(reads(kernels)).isEqualTo(numbers(0, words, 128));
  }

  @Test
  void sumsThatAreOutputsAreAddedUpByASecondKernelOfTheirLaunch() {
    Sequential model = Sequential.of(Dense.of(3, 10));
    InferenceStep step =
        InferenceStep.evaluating(model, Losses.softmaxCrossEntropy(), List.of(Metrics.accuracy()));
    Plan plan = Compiler.compile(step.graph(300), TARGET);
    List<KernelLaunch> kernels = PlanPrinter.print(plan, H200).launches();
    KernelLaunch fold = kernel(kernels, "sum_fold");
    assertThat(fold.arguments().get(0)).isEqualTo(new KernelArgument.Int(300));
    KernelLaunch parts = kernels.get(kernels.indexOf(fold) - 1);
    assertThat(parts.launch()).isSameAs(fold.launch());
    assertThat(parts.shape().groups()).isEqualTo(300);
    assertThat(parts.packedElements()).isPositive();
    assertThat(parts.packedElements() % 300).isZero();
  }
}
