package org.gradcl.backend;

import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.List;
import org.gradcl.device.Explanation;
import org.gradcl.plan.Place;
import org.gradcl.plan.Plan;
import org.gradcl.tensor.HostTensor;

/**
 * The protocol of an {@link Executable}, the same on every engine: which batch buffers are free and
 * which are acquired, who may run, which run's outputs can still be read, and the checks with their
 * messages. An engine says how a batch buffer becomes free, how a run starts and where outputs lie.
 * Whoever loaded it closes it.
 *
 * @param <B> the engine's batch buffers
 */
public abstract class AbstractExecutable<B extends BatchBuffer> implements Executable {
  private final Plan plan;
  private final BitSet acquired = new BitSet();
  private int oldest;
  private long runs;
  private boolean closed;

  /** An executable of a plan, of which nothing is acquired. */
  protected AbstractExecutable(Plan plan) {
    this.plan = plan;
  }

  /** The batch buffers, at least two; the same list at every call. */
  protected abstract List<B> batchBuffers();

  /** Refuses a device or state that is closed. */
  protected abstract void requireUsable();

  /** Waits until the device has taken the batch that was run from a batch buffer before. */
  protected abstract void awaitFree(B batchBuffer);

  /** Starts a run with what lies in a batch buffer, after all that was started before. */
  protected abstract void start(B batchBuffer);

  /** As {@link Executable#profile}, which has checked what it was given. */
  protected abstract Explanation measure(B batchBuffer, int measuredRuns);

  /**
   * A copy of what lies in a place after the latest run, from its first element to its last, gaps
   * included. Waits for the run.
   */
  protected abstract float[] values(Place place);

  /** Releases kernels and memory; called once. */
  protected abstract void release();

  @Override
  public final Plan plan() {
    return plan;
  }

  @Override
  public final BatchBuffer acquire() {
    requireOpen();
    List<B> all = batchBuffers();
    // The one that was acquired longest ago is, as a rule, the first to be free again.
    for (int i = 0; i < all.size(); i++) {
      int index = (oldest + i) % all.size();
      if (!acquired.get(index)) {
        B free = all.get(index);
        awaitFree(free);
        free.inputs().values().forEach(FloatBuffer::clear);
        acquired.set(index);
        oldest = (index + 1) % all.size();
        return free;
      }
    }
    throw new IllegalStateException(
        String.format(
            "All %d batch buffers are acquired; run one of them before acquiring another",
            all.size()));
  }

  @Override
  public final Ticket run(BatchBuffer batchBuffer) {
    requireOpen();
    start(filled(batchBuffer));
    return new Ticket(++runs);
  }

  @Override
  public final Explanation profile(BatchBuffer batchBuffer, int measuredRuns) {
    requireOpen();
    if (measuredRuns < 1) {
      throw new IllegalArgumentException("A profile needs at least one run, found " + measuredRuns);
    }
    B filled = filled(batchBuffer);
    runs += measuredRuns;
    return measure(filled, measuredRuns);
  }

  /** The engine's own batch buffer that the caller has filled; not acquired from now on. */
  private B filled(BatchBuffer batchBuffer) {
    List<B> all = batchBuffers();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i) == batchBuffer && acquired.get(i)) {
        acquired.clear(i);
        return all.get(i);
      }
    }
    throw new IllegalStateException(
        "The batch buffer was not acquired from this executable, or was run already; acquire"
            + " another");
  }

  @Override
  public final HostTensor read(Ticket ticket, String output) {
    requireOpen();
    if (ticket.run() != runs) {
      throw new IllegalStateException(
          String.format(
              "The outputs of run %d were replaced by those of run %d; read them before the next"
                  + " run",
              ticket.run(), runs));
    }
    Plan.Binding binding = plan.outputs().get(output);
    if (binding == null) {
      throw new IllegalArgumentException(
          "The plan has no output '" + output + "'; it has " + plan.outputs().keySet());
    }
    return tensor(output, binding, values(binding.place()));
  }

  private static HostTensor tensor(String name, Plan.Binding binding, float[] values) {
    Place place = binding.place();
    if (place.isContiguous()) {
      return HostTensor.of(name, binding.shape(), values);
    }
    float[] dense = new float[binding.shape().elements()];
    gather(place, 0, place.base() - place.first(), values, 0, dense);
    return HostTensor.of(name, binding.shape(), dense);
  }

  /** Copies the numbers along the axes from one on; returns the index behind the last. */
  private static int gather(
      Place place, int axis, int from, float[] values, int to, float[] dense) {
    if (axis == place.axes().size()) {
      dense[to] = values[from];
      return to + 1;
    }
    int next = to;
    for (int i = 0; i < place.extent(axis); i++) {
      next = gather(place, axis + 1, from + i * place.stride(axis), values, next, dense);
    }
    return next;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The executable is closed; load the plan again");
    }
    requireUsable();
  }

  @Override
  public final void close() {
    if (!closed) {
      closed = true;
      release();
    }
  }
}
