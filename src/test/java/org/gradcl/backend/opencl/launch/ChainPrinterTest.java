package org.gradcl.backend.opencl.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.LongSummaryStatistics;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.program.LaunchShape;
import org.gradcl.backend.opencl.tuning.MatmulSetting;
import org.gradcl.device.DeviceDescription;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Gru;
import org.gradcl.nn.Layer;
import org.gradcl.nn.Lstm;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Plan;
import org.gradcl.plan.Target;
import org.gradcl.plan.Target.MachineClass;
import org.gradcl.step.InferenceStep;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Which launches run as one command. */
class ChainPrinterTest {
  private static final int TIMES = 9;
  private static final DeviceProperties CPU =
      PlanPrinterTest.device("device", DeviceDescription.Type.CPU, 2);
  private static final DeviceProperties GPU =
      PlanPrinterTest.device("device", DeviceDescription.Type.GPU, 2);

  private static Target target(MachineClass machine) {
    return new Target(machine, 64, 8, 48 << 10, 64, 1L << 30, 1L << 32);
  }

  private static Sequential recurrent(Layer layer) {
    return Sequential.ofInput(Shape.of(TIMES, 5), layer, Dense.to(3));
  }

  private static TrainingStep training(Sequential model) {
    return new TrainingStep(model, Losses.meanSquaredError(), Optimizers.sgd(0.1));
  }

  private static List<KernelLaunch> chains(Plan plan, DeviceProperties device) {
    return PlanPrinter.print(plan, device).launches().stream()
        .filter(kernel -> kernel.kernel().equals("chain"))
        .toList();
  }

  private static Plan onCpu(TrainingStep step, int rows) {
    return Compiler.compile(step.graph(rows), target(MachineClass.OPENCL_CPU));
  }

  /** The first step reads no state, the last state is read by nothing of the layer. */
  @Test
  void theStepsOfAnLstmAreAChainForwardAndOneBackward() {
    TrainingStep step = training(recurrent(Lstm.of(8).lastState()));
    List<KernelLaunch> chains = chains(onCpu(step, 20), CPU);
    assertThat(chains).extracting(chain -> chain.launches().size()).containsExactly(15, 5);
    for (KernelLaunch chain : chains) {
      assertThat(chain.shape()).hasToString(LaunchShape.of(2, 1).toString());
      assertThat(chain.variant()).contains("launches by blocks of 12 rows");
    }
    assertThat(chains.get(0).arguments().get(0)).isEqualTo(new KernelArgument.Int(15));
  }

  @Test
  void theStepsOfAGruAreChains() {
    assertThat(chains(onCpu(training(recurrent(Gru.of(8))), 20), CPU)).isNotEmpty();
  }

  @Test
  void hiddenLayersOfOneFormAreAChain() {
    Dense hidden = Dense.to(8, Activations.TANH);
    Sequential model =
        Sequential.ofInput(Shape.of(6), hidden, hidden, hidden, hidden, hidden, Dense.to(3));
    List<KernelLaunch> chains = chains(onCpu(training(model), 20), CPU);
    assertThat(chains).extracting(chain -> chain.launches().size()).containsExactly(4);
  }

  /** Groups are at different launches at a time: what each packs is for itself in all of them. */
  @Test
  void theLaunchesOfAChainLayOutWhatGroupsPackAlike() {
    Sequential model =
        Sequential.ofInput(
            Shape.of(6),
            Dense.to(20, Activations.TANH),
            Dense.to(88, Activations.TANH),
            Dense.to(8, Activations.TANH),
            Dense.to(300, Activations.TANH),
            Dense.to(20, Activations.TANH),
            Dense.to(64, Activations.TANH),
            Dense.to(3));
    Plan plan = onCpu(training(model), 17);
    KernelLaunch chain = chains(plan, CPU).get(0);
    LaunchContext context =
        new LaunchContext(CPU, MatmulSetting.of(MachineClass.OPENCL_CPU), plan, 0, 0);
    LongSummaryStatistics floats =
        chain.launches().stream()
            .map(launch -> CpuProductPrinter.chained((MatmulLaunch) launch, context).orElseThrow())
            .mapToLong(part -> part.kernel().packedElements())
            .summaryStatistics();
    assertThat(floats.getMin()).isLessThan(floats.getMax());
    assertThat(chain.packedElements()).isEqualTo(floats.getMax());
    List<Integer> numbers = ((KernelArgument.Table) chain.arguments().get(1)).values();
    long groupFloats = floats.getMax() / chain.shape().groups();
    assertThat(numbers.stream().filter(number -> number == groupFloats))
        .hasSize(chain.launches().size());
  }

  @Test
  void aDeviceForManyWorkItemsHasNone() {
    TrainingStep step = training(recurrent(Lstm.of(8)));
    Plan plan = Compiler.compile(step.graph(20), target(MachineClass.GPU));
    assertThat(chains(plan, GPU)).isEmpty();
  }

  /** Of a large matrix each work-group would read all for itself. */
  @Test
  void stepsThatTakeLongerThanTheirCommandsHaveNone() {
    assertThat(chains(onCpu(training(recurrent(Lstm.of(512))), 32), CPU)).isEmpty();
    assertThat(chains(onCpu(training(recurrent(Lstm.of(512))), 4), CPU)).isEmpty();
  }

  /** How long a chain is depends on which memory its launches use again. */
  @Test
  void aPartialBatchBuildsNoFurtherProgram() {
    TrainingStep step = training(recurrent(Lstm.of(8).lastState()));
    List<String> full = programs(onCpu(step, 64));
    for (int rows : new int[] {2, 7, 63}) {
      assertThat(full).containsAll(programs(onCpu(step, rows).partOf(64)));
    }
  }

  /** Two where memory is used again by rows of another distance. */
  @Test
  void aPredictionHasChainsInAnyBatch() {
    InferenceStep step = InferenceStep.predicting(recurrent(Lstm.of(8).lastState()));
    for (int rows : new int[] {1, 2, 33, 1024}) {
      Plan plan = Compiler.compile(step.graph(rows), target(MachineClass.OPENCL_CPU));
      int launches = chains(plan, CPU).stream().mapToInt(chain -> chain.launches().size()).sum();
      assertThat(launches).as("%d rows", rows).isBetween(11, 13);
    }
  }

  private static List<String> programs(Plan plan) {
    return PlanPrinter.print(plan, CPU).launches().stream()
        .map(kernel -> kernel.kernel() + " " + kernel.source().text().hashCode())
        .toList();
  }
}
