package org.gradcl.backend.opencl.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.tuning.MatmulSetting;
import org.gradcl.device.DeviceDescription;
import org.gradcl.device.DeviceLimitException;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StateLayout;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.plan.Launch;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Place;
import org.gradcl.plan.Plan;
import org.gradcl.plan.ProductOperand;
import org.gradcl.plan.Region;
import org.gradcl.plan.StatePlacement;
import org.gradcl.plan.Store;
import org.gradcl.plan.Target;
import org.gradcl.plan.Target.MachineClass;
import org.gradcl.step.TrainingStep;
import org.junit.jupiter.api.Test;

/** What a device is asked for, where no device of these tests would complain. */
class PlanPrinterTest {
  private static final DeviceProperties GPU = device("device", DeviceDescription.Type.GPU, 4);

  static DeviceProperties device(String name, DeviceDescription.Type type, int computeUnits) {
    return new DeviceProperties(
        "platform",
        name,
        "vendor",
        "OpenCL 1.2",
        "1",
        type,
        computeUnits,
        1000,
        1L << 32,
        1L << 30,
        48 << 10,
        256,
        8,
        true,
        true,
        0,
        Set.of());
  }

  private static String shapeOfProduct(int m, int n, int batch) {
    return product(GPU, MachineClass.GPU, m, n, 3, batch).shape().toString();
  }

  private static KernelLaunch product(
      DeviceProperties device, MachineClass machine, int m, int n, int k, int batch) {
    Target target = new Target(machine, 64, 8, 48 << 10, 64, 1L << 30, 1L << 32);
    Place a = Place.matrix(Region.INPUT, 0, m, k);
    Place b = Place.matrix(Region.INPUT, batch * m * k, k, n);
    Place c = Place.matrix(Region.OUTPUT, 0, batch * m, n);
    Launch product =
        new MatmulLaunch(
            "product",
            Phase.FORWARD,
            "",
            m,
            n,
            k,
            batch,
            ProductOperand.left(a, false, batch),
            ProductOperand.right(b, false, batch),
            List.of(),
            Tape.of(Expr.variable(MatmulLaunch.PRODUCT)),
            List.of(new Store(c, Store.Mode.STORE, 0)),
            Optional.empty(),
            false);
    Plan plan =
        new Plan(
            1,
            target,
            StatePlacement.of(new StateLayout(List.of(), List.of()), target),
            List.of(product),
            Map.of(),
            Map.of(),
            batch * (m + n) * k,
            0,
            batch * m * n);
    return PlanPrinter.print(plan, device).launches().get(0);
  }

  /** NVIDIA's second and third end at 65535 work-groups. */
  @Test
  void workGroupsOfGpusLieAlongTheFirstAxis() {
    assertThat(shapeOfProduct(140, 65, 100_000)).isEqualTo(100_000 * 6 * 64 + " / 64");
    assertThat(shapeOfProduct(2_000_000, 33, 1)).isEqualTo(2_000_000 / 128 * 128 + " / 128");
  }

  @Test
  void roundsAreCountedWithThePartsOfSumsThatTheKernelsHave() {
    DeviceProperties device = device("any", DeviceDescription.Type.CPU, 4);
    assertThat(product(device, MachineClass.GPU, 4, 4, 4, 1).source().text())
        .contains("#define SUM_TERMS " + Rounds.SUM_TERMS + " ");
  }

  /** What differs between layers of one form, the number of a random operation, is an argument. */
  @Test
  void dropoutLayersOfOneFormShareTheirPrograms() {
    TrainingStep step =
        new TrainingStep(
            Sequential.of(
                Dense.of(20, 20, Activations.TANH),
                Dropout.of(0.25),
                Dense.of(20, 20, Activations.TANH),
                Dropout.of(0.25),
                Dense.of(20, 20)),
            Losses.meanSquaredError(),
            Optimizers.sgd(0.1));
    for (MachineClass machine : List.of(MachineClass.GPU, MachineClass.OPENCL_CPU)) {
      Target target = new Target(machine, 64, 8, 48 << 10, 64, 1L << 30, 1L << 32);
      List<KernelLaunch> drawing =
          PlanPrinter.print(Compiler.compile(step.graph(16), target), GPU).launches().stream()
              .filter(launch -> launch.source().text().contains("UNIFORM_##T(operation_"))
              .toList();
      assertThat(drawing).as("two layers, forward and backward").hasSize(4);
      assertThat(drawing.stream().map(launch -> launch.source().text()).distinct()).hasSize(2);
      assertThat(drawing.stream().map(KernelLaunch::arguments).distinct()).hasSize(4);
    }
  }

  /** llvmpipe leaves out the rounds of a kernel's loops from the 65,536th on, and says nothing. */
  @Test
  void whatNeedsMoreRoundsThanTheDriverMakesIsRefused() {
    DeviceProperties llvmpipe = device("llvmpipe (LLVM 15)", DeviceDescription.Type.CPU, 4);
    DeviceProperties other = device("other", DeviceDescription.Type.CPU, 4);
    assertThat(product(llvmpipe, MachineClass.GPU, 2000, 2000, 40_000, 1).rounds())
        .isBetween(40_000L, 65_535L);
    assertThatThrownBy(() -> product(llvmpipe, MachineClass.GPU, 2000, 2000, 60_000, 1))
        .isInstanceOf(DeviceLimitException.class)
        .hasMessageContainingAll("'product'", "forward", "llvmpipe (LLVM 15)", "65535", "--device");
    assertThatThrownBy(() -> product(llvmpipe, MachineClass.OPENCL_CPU, 2000, 2000, 500, 1))
        .isInstanceOf(DeviceLimitException.class);
    assertThat(product(other, MachineClass.OPENCL_CPU, 2000, 2000, 500, 1).rounds())
        .isGreaterThan(65_535);
    assertThat(MatmulSetting.of(llvmpipe).machine()).isEqualTo(MachineClass.GPU);
    assertThat(MatmulSetting.of(other).machine()).isEqualTo(MachineClass.OPENCL_CPU);
  }
}
