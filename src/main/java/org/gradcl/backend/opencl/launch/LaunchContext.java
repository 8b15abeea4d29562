package org.gradcl.backend.opencl.launch;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.backend.opencl.tuning.Extents;
import org.gradcl.backend.opencl.tuning.KernelFamily;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.backend.opencl.tuning.KernelVariants;
import org.gradcl.backend.opencl.tuning.MatmulSetting;
import org.gradcl.backend.opencl.tuning.ProductExtents;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StepPart;
import org.gradcl.plan.Launch;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Plan;
import org.gradcl.plan.Target;

/**
 * The properties of the plan and the device that the printer of a launch needs.
 *
 * @param device what the device says of itself
 * @param setting how it multiplies matrices
 * @param plan the plan
 * @param checkWords words of checks that earlier launches leave
 * @param lossParts in how many parts the loss launch has left the loss; 0 before it
 */
record LaunchContext(
    DeviceProperties device, MatmulSetting setting, Plan plan, int checkWords, int lossParts) {
  /** The rows of a batch for which products are chosen where nothing is learnt: any batch's. */
  private static final int ROWS_OF_INFERENCE = 512;

  Target target() {
    return plan.target();
  }

  /**
   * The product for which a body is chosen: with the rows of a full batch in training, else with a
   * number that does not depend on the batch, so that predictions have the same bits in any. A sum
   * over the batch is no prediction, and stays as it is.
   */
  ProductExtents typical(ProductExtents extents) {
    if (plan.trains()) {
      return extents.ofRows(plan.rows(), plan.fullRows());
    }
    return extents.transposeA() ? extents : extents.ofRows(plan.rows(), ROWS_OF_INFERENCE);
  }

  /** The extents of one product of matrices for which a body is chosen. */
  Extents typicalOf(MatmulLaunch launch) {
    ProductExtents typical = typical(extents(launch));
    return new Extents(typical.m(), typical.n(), typical.k());
  }

  /** The extents of a product of matrices, in training with the rows of a full batch. */
  Extents ofFullBatch(MatmulLaunch launch) {
    ProductExtents extents = extents(launch);
    ProductExtents full = plan.trains() ? extents.ofRows(plan.rows(), plan.fullRows()) : extents;
    return new Extents(full.m(), full.n(), full.k());
  }

  private static ProductExtents extents(MatmulLaunch launch) {
    return new ProductExtents(
        launch.m(),
        launch.n(),
        launch.k(),
        launch.batch(),
        launch.transposeA(),
        launch.transposeB());
  }

  /** The checks of a launch. */
  CheckPrinter checks(boolean enabled) {
    return enabled ? new CheckPrinter(true, plan.norm(), checkWords) : CheckPrinter.NONE;
  }

  /** The variant of a kernel family for a launch. */
  KernelVariant variant(KernelFamily family, Extents extents) {
    return KernelVariants.find(family, target().machine(), device, extents);
  }

  /** The macros that a variant sets. */
  static Macros macros(KernelVariant variant) {
    Macros macros = new Macros();
    variant.macros().forEach(macros::define);
    return macros;
  }

  /** The arguments of a kernel: those of its body, then those of the splice. */
  static List<KernelArgument> arguments(Splice splice, KernelArgument... body) {
    List<KernelArgument> arguments = new ArrayList<>(List.of(body));
    arguments.addAll(splice.arguments());
    return arguments;
  }

  /**
   * The kernel of a map or row launch: its body by that name, or the loss or its gradient over that
   * body.
   */
  static String kernel(Launch launch, String body, Macros macros) {
    if (launch.phase() != Phase.LOSS) {
      return body;
    }
    macros.define("LOSS_BODY", "\"" + body + ".clh\"");
    return launch.beginsStep() ? "loss_gradient" : "loss";
  }

  /** How many of so many elements each work-group visits: ⌈elements / groups⌉. */
  static int chunk(long elements, int groups) {
    return Math.toIntExact((elements + groups - 1) / groups);
  }

  /** What the loss of a batch is multiplied with. */
  static KernelArgument lossShare(StepPart part) {
    return new KernelArgument.Real((float) part.share());
  }

  /** Whether the loss of a batch is added to those of earlier ones. */
  static KernelArgument addsLoss(StepPart part) {
    return number(part.isFirst() ? 0 : 1);
  }

  static KernelArgument memory(KernelBuffer buffer) {
    return new KernelArgument.Memory(buffer);
  }

  static KernelArgument number(int value) {
    return new KernelArgument.Int(value);
  }
}
