package org.gradcl.device;

/**
 * The reason why a candidate was chosen or not. Each provider has an enum of its own; the reasons
 * that the choice itself gives are {@link SelectionReason}.
 */
public interface Reason {
  /** The reason's fixed name, such as {@code NO_OPENCL_LIBRARY}: what programs compare. */
  String name();

  /** What the user can do about it, one sentence; empty if nothing is to be done. */
  String remedy();
}
