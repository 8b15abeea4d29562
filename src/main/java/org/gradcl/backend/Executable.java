package org.gradcl.backend;

import org.gradcl.device.Explanation;
import org.gradcl.plan.Plan;
import org.gradcl.tensor.HostTensor;

/**
 * A plan ready to run over a state. Whoever loaded it closes it, before its state.
 *
 * <p>One thread at a time. After a short warm-up a run allocates nothing on the device and waits
 * only for a free batch buffer.
 */
public interface Executable extends AutoCloseable {
  /** What runs. */
  Plan plan();

  /**
   * A free batch buffer to fill; waits until the oldest run has taken its batch if there is none.
   *
   * @throws IllegalStateException if all batch buffers are acquired and none of them was run; there
   *     are at least two
   */
  BatchBuffer acquire();

  /**
   * Starts a run with a filled batch buffer, after all that was started before; does not wait for
   * its end.
   *
   * @throws IllegalStateException if the batch buffer is not one that was acquired and not yet run
   */
  Ticket run(BatchBuffer batchBuffer);

  /**
   * A named output of a run, in its logical shape; partial sums are added in float64 in their order
   * and returned as one FLOAT64 number. Waits for the run.
   *
   * @throws IllegalArgumentException if there is no output of that name
   * @throws IllegalStateException if the ticket is not that of the latest run
   */
  HostTensor read(Ticket ticket, String output);

  /** The plan's rows with the kernel and variant of each launch. */
  Explanation explain();

  /**
   * Runs the plan some times on the batch of a batch buffer, measuring each launch, and restores
   * nothing: a training plan trains. The batch buffer is free afterwards.
   *
   * @param runs how many measured runs, at least 1
   * @return the explanation with the median time of each launch, or without times and with a note
   *     where the device's clock is unusable
   */
  Explanation profile(BatchBuffer batchBuffer, int runs);

  /** Releases kernels and memory of this plan. A second call does nothing. */
  @Override
  void close();
}
