package org.gradcl.backend;

import org.gradcl.plan.StatePlacement;
import org.gradcl.tensor.HostTensor;

/**
 * Everything that outlives a step, on one device: parameters, gradients, optimiser slots by name,
 * the step record and the ring of losses. Whoever allocated it closes it, after the executables
 * that were loaded over it.
 *
 * <p>One thread at a time.
 */
public interface State extends AutoCloseable {
  /** The tensors and where they lie. */
  StatePlacement placement();

  /**
   * A copy of a tensor, in its logical layout. Waits for the steps that were run before.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  HostTensor read(String name);

  /**
   * Replaces a tensor of the name and shape of {@code values}, after the steps that were run
   * before.
   *
   * @throws org.gradcl.graph.ShapeMismatchException if they have another shape; the message gives
   *     both
   * @throws IllegalArgumentException if there is none of that name, or they are not FLOAT32
   */
  void write(HostTensor values);

  /** The record of the next step. Waits for the steps that were run before. */
  StepState readStep();

  /**
   * Replaces the record of the next step, and with it a non-finite status; losses not yet collected
   * are dropped.
   */
  void writeStep(StepState step);

  /**
   * Delivers the losses of steps that have become known, each once, in order. A step that was not
   * finite was not made: its loss is not delivered, the status names it.
   *
   * @param wait whether to wait for all steps run so far, or to deliver only what has arrived
   * @return the status of training; after a non-finite one, later steps change nothing until {@link
   *     #writeStep}
   */
  StepStatus collect(boolean wait, LossConsumer consumer);

  /** Releases the memory. A second call does nothing. */
  @Override
  void close();
}
