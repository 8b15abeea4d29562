package org.gradcl.backend.opencl.launch;

import org.gradcl.plan.Region;

/** The memories that kernels are given, each a buffer. */
public enum Place {
  /** {@link Region#PARAMETER}. */
  PARAMETER,
  /** {@link Region#FROZEN}. */
  FROZEN,
  /** {@link Region#GRADIENT}. */
  GRADIENT,
  /** {@link Region#SLOT}. */
  SLOT,
  /** {@link Region#INPUT}, of the slot that runs. */
  INPUT,
  /** {@link Region#WORKSPACE}. */
  WORKSPACE,
  /** {@link Region#OUTPUT}. */
  OUTPUT,
  /** The step records {@code next} and {@code current}, then the ring of losses. */
  RECORDS,
  /** Σ g·0 of each work-group that stores gradients: 0 or NaN. */
  CHECKS,
  /** Σ g² of each work-group that stores gradients. */
  SQUARES,
  /** Packed operands of the product that runs. */
  PACKED;

  /** The place of a region. */
  public static Place of(Region region) {
    switch (region) {
      case PARAMETER:
        return PARAMETER;
      case FROZEN:
        return FROZEN;
      case GRADIENT:
        return GRADIENT;
      case SLOT:
        return SLOT;
      case INPUT:
        return INPUT;
      case WORKSPACE:
        return WORKSPACE;
      case OUTPUT:
        return OUTPUT;
    }
    throw new AssertionError(region);
  }
}
