package org.gradcl.backend.opencl.launch;

/** An argument of a kernel, bound when a plan is loaded. */
public sealed interface KernelArgument {
  /** A buffer. */
  record Memory(KernelBuffer buffer) implements KernelArgument {}

  /** An int: an extent, an offset or a stride in floats. */
  record Int(int value) implements KernelArgument {}

  /** A float. */
  record Real(float value) implements KernelArgument {}
}
