package org.gradcl.backend.opencl.launch;

import org.gradcl.plan.Region;

/** The buffers that kernels are given. */
public enum KernelBuffer {
  /** {@link Region#PARAMETER}. */
  PARAMETER,
  /** {@link Region#FROZEN}. */
  FROZEN,
  /** {@link Region#GRADIENT}. */
  GRADIENT,
  /** {@link Region#SLOT}. */
  SLOT,
  /** {@link Region#INPUT}, of the batch buffer that is run. */
  INPUT,
  /** {@link Region#WORKSPACE}. */
  WORKSPACE,
  /** {@link Region#OUTPUT}. */
  OUTPUT,
  /** The step records {@code next} and {@code current}, then the ring of losses. */
  RECORDS,
  /**
   * For each work-group that stores gradients how many are not finite, and behind them what all
   * these words come to.
   */
  CHECKS,
  /** Σ g² of each work-group that stores gradients. */
  SQUARES,
  /** The loss, by the work-groups of its launch. */
  LOSSES,
  /** Packed operands of the product that runs, or the parts of the sums that a launch takes. */
  PACKED;

  /** The buffer behind a region. */
  public static KernelBuffer of(Region region) {
    return switch (region) {
      case PARAMETER -> PARAMETER;
      case FROZEN -> FROZEN;
      case GRADIENT -> GRADIENT;
      case SLOT -> SLOT;
      case INPUT -> INPUT;
      case WORKSPACE -> WORKSPACE;
      case OUTPUT -> OUTPUT;
    };
  }
}
