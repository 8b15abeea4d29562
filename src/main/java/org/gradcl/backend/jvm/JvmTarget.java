package org.gradcl.backend.jvm;

import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.plan.Target;

/** The properties of the JVM engine that the compiler needs. */
final class JvmTarget {
  /** Floats: whole vectors of every width, and whole cache lines. */
  private static final int ALIGNMENT = 16;

  private static final int RING_LENGTH = 64;

  /** The longest float array that every virtual machine allows. */
  private static final long LARGEST_ARRAY = 4L * (Integer.MAX_VALUE - 8);

  private JvmTarget() {}

  static Target of(Arithmetic arithmetic) {
    return new Target(
        Target.MachineClass.JVM,
        ALIGNMENT,
        Math.max(1, arithmetic.vectorBits() / Float.SIZE),
        0,
        RING_LENGTH,
        LARGEST_ARRAY,
        Runtime.getRuntime().maxMemory());
  }
}
