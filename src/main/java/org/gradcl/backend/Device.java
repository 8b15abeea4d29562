package org.gradcl.backend;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradcl.device.Counters;
import org.gradcl.device.DeviceDescription;
import org.gradcl.device.DeviceLimitException;
import org.gradcl.device.DeviceMemoryException;
import org.gradcl.graph.StateLayout;
import org.gradcl.plan.Plan;
import org.gradcl.plan.Target;

/**
 * A device that is open for use. Whoever opened it closes it; it closes nothing that was allocated
 * or loaded from it, which must be closed before.
 *
 * <p>One thread at a time.
 */
public interface Device extends AutoCloseable {
  /** Who and what this is. */
  DeviceDescription description();

  /**
   * Why it does not multiply by tensor cores although it was opened with {@link
   * org.gradcl.device.Precision#FLOAT32_TENSOR}; empty if it does where that is faster.
   */
  default Optional<String> tensorRefusal() {
    return Optional.of("it has no tensor cores for TF32");
  }

  /** What the compiler must know of it. */
  Target target();

  /**
   * Allocates the tensors that outlive a step: parameters and gradients zero, slots at their
   * initial values, the step record zero.
   *
   * @throws DeviceMemoryException if they do not fit
   */
  State allocate(StateLayout layout);

  /**
   * Makes a plan ready to run over a state: kernels built, workspace allocated, arguments bound. It
   * may be loaded many times over one state, with other batch sizes.
   *
   * @throws DeviceMemoryException if it does not fit
   * @throws DeviceLimitException if its driver would not do all of it
   * @throws IllegalArgumentException if the plan was compiled for another target or layout
   */
  Executable load(Plan plan, State state);

  /**
   * The programs that this device builds for some plans, and for its self-test, as its driver keeps
   * them. None where nothing is compiled for a device.
   *
   * @param plans compiled for {@link #target}, by names for people
   * @return each program once
   */
  default List<ProgramBinary> binaries(Map<String, Plan> plans) {
    return List.of();
  }

  /** The loops by which its limits are measured. */
  Limits limits();

  /** What this device has done so far. */
  Counters counters();

  /** Releases the device. A second call does nothing. */
  @Override
  void close();
}
