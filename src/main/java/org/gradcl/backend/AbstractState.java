package org.gradcl.backend;

import org.gradcl.plan.Place;
import org.gradcl.plan.Plan;
import org.gradcl.plan.StatePlacement;
import org.gradcl.tensor.HostTensor;

/**
 * The part of a state that is the same for all engines: where tensors lie, and the checks with
 * their messages. An engine says how a place is read and written. Whoever allocated it closes it.
 */
public abstract class AbstractState implements State {
  private final StatePlacement placement;
  private boolean closed;

  /** An open state. */
  protected AbstractState(StatePlacement placement) {
    this.placement = placement;
  }

  /** A copy of what lies in a place, after the steps that were run before. */
  protected abstract float[] values(Place place);

  /** Replaces what lies in a place, after the steps that were run before. */
  protected abstract void replace(Place place, float[] values);

  /** Releases the memory; called once. */
  protected abstract void release();

  @Override
  public final StatePlacement placement() {
    return placement;
  }

  @Override
  public final HostTensor read(String name) {
    requireOpen();
    return HostTensor.of(name, placement.shape(name), values(placement.place(name)));
  }

  @Override
  public final void write(HostTensor values) {
    requireOpen();
    replace(placement.placeFor(values), values.floats());
  }

  /**
   * Refuses use after {@link #close}.
   *
   * @throws IllegalStateException if this is closed
   */
  public final void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The state is closed; allocate a new one from the device");
    }
  }

  /**
   * Refuses a plan that was compiled for other tensors than this state has.
   *
   * @throws IllegalArgumentException if its tensors are others
   * @throws IllegalStateException if this is closed
   */
  public final void requireFits(Plan plan) {
    requireOpen();
    if (!plan.state().layout().equals(placement.layout())) {
      throw new IllegalArgumentException(
          "The plan was compiled for another state: it has the tensors "
              + plan.state().names()
              + ", the state has "
              + placement.names());
    }
  }

  @Override
  public final void close() {
    if (!closed) {
      closed = true;
      release();
    }
  }
}
