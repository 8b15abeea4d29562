package org.gradcl.backend.opencl.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradcl.backend.DeviceDescription;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StateLayout;
import org.gradcl.plan.Launch;
import org.gradcl.plan.Plan;
import org.gradcl.plan.Region;
import org.gradcl.plan.StatePlacement;
import org.gradcl.plan.Store;
import org.gradcl.plan.Target;
import org.gradcl.plan.View;
import org.junit.jupiter.api.Test;

/** What a device is asked for, where no device of these tests would complain. */
class PlanPrinterTest {
  private static final DeviceProperties GPU =
      new DeviceProperties(
          "platform",
          "device",
          "vendor",
          "OpenCL 1.2",
          "1",
          DeviceDescription.Type.GPU,
          4,
          1000,
          1L << 32,
          1L << 30,
          48 << 10,
          256,
          1,
          true,
          true,
          Set.of());
  private static final Target TARGET =
      new Target(Target.MachineClass.GPU, 64, 1, 48 << 10, 64, 64, 1L << 30, 1L << 32);

  private static String shapeOfProduct(int m, int n, int batch) {
    View a = View.of(Region.INPUT, 0, m, 3);
    View b = View.of(Region.INPUT, batch * m * 3, 3, n);
    View c = View.of(Region.OUTPUT, 0, batch * m, n);
    Launch product =
        new Launch.Matmul(
            "product",
            Phase.FORWARD,
            "",
            m,
            n,
            3,
            batch,
            a,
            false,
            b,
            false,
            List.of(),
            Tape.of(Expr.variable(Launch.Matmul.PRODUCT)),
            List.of(new Store(c, Store.Mode.STORE, 0)),
            Optional.empty(),
            false);
    Plan plan =
        new Plan(
            1,
            TARGET,
            StatePlacement.of(new StateLayout(List.of(), List.of()), TARGET),
            List.of(product),
            Map.of(),
            Map.of(),
            batch * (m + n) * 3,
            0,
            batch * m * n);
    return PlanPrinter.print(plan, GPU).launches().get(0).shape().toString();
  }

  /** NVIDIA's second and third end at 65535 work-groups. */
  @Test
  void workGroupsOfGpusLieAlongTheFirstAxis() {
    assertThat(shapeOfProduct(40, 33, 100_000)).isEqualTo(100_000 * 2 * 2 * 64 + " / 64");
    assertThat(shapeOfProduct(2_000_000, 33, 1)).isEqualTo(2_000_000 / 32 * 2 * 64 + " / 64");
  }
}
