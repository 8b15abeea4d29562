package org.gradcl.backend.jvm;

import java.util.List;
import org.gradcl.backend.jvm.launch.PackedWeights;
import org.gradcl.backend.jvm.launch.Runners;
import org.gradcl.backend.jvm.launch.WeightMatrix;
import org.gradcl.backend.jvm.product.ProductScratch;
import org.gradcl.backend.jvm.product.ScratchNeed;
import org.gradcl.plan.Plan;

/**
 * Bytes of the heap that a loaded plan uses beside its state; workspace and packed factors are
 * shared with other plans.
 *
 * @param workspace for values on their way through a step
 * @param packed factors of products, as they are read, and tiles
 * @param weights kept in strips for the next run, shared with other plans over the same state
 * @param outputs what can be read after a run
 * @param batch each of {@link JvmExecutable#BATCH_BUFFERS}
 * @param additional what would have to be allocated now, beside what others have
 */
record PlanMemory(
    long workspace, long packed, long weights, long outputs, long batch, long additional) {
  /**
   * The memory of a plan.
   *
   * @param kept the weights that it would have kept
   * @param state those that are kept already
   */
  static PlanMemory of(
      Plan plan,
      Workspace shared,
      ProductScratch scratch,
      List<WeightMatrix> kept,
      PackedWeights state) {
    ScratchNeed need = Runners.scratchNeed(plan, scratch);
    long workspace = 4L * plan.workspaceElements();
    long outputs = 4L * plan.outputElements();
    long batch = 4L * plan.inputElements();
    // A workspace that is too small is given up for the larger one, packed factors only after.
    long missing = Math.max(0, workspace - 4L * shared.elements());
    return new PlanMemory(
        workspace,
        scratch.bytes(need),
        PackedWeights.bytes(kept),
        outputs,
        batch,
        missing
            + scratch.additionalBytes(need)
            + PackedWeights.bytes(state.missing(kept))
            + outputs
            + JvmExecutable.BATCH_BUFFERS * batch);
  }

  /** What the plan uses in all. */
  long total() {
    return workspace + packed + weights + outputs + JvmExecutable.BATCH_BUFFERS * batch;
  }
}
