package org.gradcl.backend.opencl.launch;

import java.util.List;

/** An argument of a kernel, bound when a plan is loaded. */
public sealed interface KernelArgument {
  /** A buffer. */
  record Memory(KernelBuffer buffer) implements KernelArgument {}

  /** An int: an extent, an offset or a stride in floats. */
  record Int(int value) implements KernelArgument {}

  /**
   * An int: how far from each other work-groups begin in {@link KernelBuffer#PACKED}, in floats.
   */
  record GroupFloats(int value) implements KernelArgument {}

  /** A float. */
  record Real(float value) implements KernelArgument {}

  /** Ints in a buffer of their own, which is made when the plan is loaded. */
  record Table(List<Integer> values) implements KernelArgument {
    /** Copies the list. */
    public Table {
      values = List.copyOf(values);
    }

    /** The size of the buffer. */
    public long bytes() {
      return 4L * values.size();
    }
  }
}
