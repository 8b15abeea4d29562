package org.gradcl.train.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.gradcl.backend.Device;
import org.gradcl.backend.DeviceSelection;
import org.gradcl.backend.DeviceSelector;
import org.gradcl.backend.State;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceReport;
import org.gradcl.graph.StateLayout;
import org.gradcl.tensor.HostTensor;
import org.gradcl.train.report.NonFiniteLossException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device, a model's state on it and the plans loaded over that state. Owns all three; whoever
 * opens it closes it. One thread at a time.
 */
public final class DeviceSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceSession.class);

  /** A region is indexed by an int; some room is left for the gaps between tensors. */
  private static final long MOST_ELEMENTS = Integer.MAX_VALUE - (1 << 20);

  private final Device device;
  private final DeviceReport report;
  private final State state;
  private final LoadedPlans plans;
  private boolean hasGradients;

  private DeviceSession(DeviceSelection selection, State state) {
    this.device = selection.device();
    this.report = selection.report();
    this.state = state;
    this.plans = new LoadedPlans(device, state);
  }

  /**
   * Chooses a device by policy and by the memory of model and optimiser, opens it, and allocates.
   *
   * @throws IllegalArgumentException if no device could hold the model, since a region of memory
   *     has at most 2³¹ − 1 numbers
   * @throws org.gradcl.device.NoDeviceException if no device satisfies the policy
   */
  public static DeviceSession open(
      DeviceSelector selector, DevicePolicy policy, StateLayout layout) {
    requireCountable(layout);
    DeviceSelection selection = selector.select(policy, bytes(layout));
    LOG.info("{}", selection.report().headline());
    try {
      return new DeviceSession(selection, selection.device().allocate(layout));
    } catch (RuntimeException e) {
      selection.device().close();
      throw e;
    }
  }

  private static void requireCountable(StateLayout layout) {
    long parameters = layout.parameters().stream().mapToLong(e -> e.shape().elements()).sum();
    int slots = layout.slots().size();
    if (parameters * Math.max(1, slots) > MOST_ELEMENTS) {
      throw new IllegalArgumentException(
          String.format(
              "The model has %d parameters and its optimiser keeps %d numbers for each; parameters"
                  + " and what is kept for them may be %d numbers each; use a smaller model or an"
                  + " optimiser that keeps less",
              parameters, slots, MOST_ELEMENTS));
    }
  }

  /** Everything that outlives a step, as every device needs it at least. */
  static long bytes(StateLayout layout) {
    long all = layout.parameters().stream().mapToLong(entry -> entry.shape().elements()).sum();
    long updated = layout.updated().stream().mapToLong(e -> e.shape().elements()).sum();
    return 4 * (all + updated + layout.learntElements() * layout.slots().size());
  }

  public Device device() {
    return device;
  }

  public DeviceReport report() {
    return report;
  }

  public State state() {
    return state;
  }

  public LoadedPlans plans() {
    return plans;
  }

  /**
   * The exception for a loss or gradient that was not finite.
   *
   * @param step the step that failed
   * @param lastCheckpoint to be named, if there is one
   */
  public NonFiniteLossException failure(long step, Optional<Path> lastCheckpoint) {
    return new NonFiniteLossException(step, state.readStep().learningRate(), lastCheckpoint);
  }

  /**
   * Refuses to keep parameters and slots that an update made infinite, although loss and gradients
   * were finite. The next step would notice such a parameter, but there may be none, and no step
   * notices an infinite second moment, which keeps its parameter from changing.
   *
   * @param tensors a copy of them
   * @param lastStep the last step that was made
   * @param lastCheckpoint asked for only if something is refused
   * @throws NonFiniteLossException naming the first that is NaN or infinite
   */
  public void requireFinite(
      List<HostTensor> tensors, long lastStep, Supplier<Optional<Path>> lastCheckpoint) {
    tensors.forEach(tensor -> requireFinite(tensor, lastStep, lastCheckpoint));
  }

  /** As {@link #requireFinite(List, long, Supplier)}, of the present state, tensor by tensor. */
  public void requireFinite(long lastStep, Supplier<Optional<Path>> lastCheckpoint) {
    Snapshot.shapes(state.placement().layout())
        .keySet()
        .forEach(name -> requireFinite(state.read(name), lastStep, lastCheckpoint));
  }

  private void requireFinite(
      HostTensor tensor, long lastStep, Supplier<Optional<Path>> lastCheckpoint) {
    for (float number : tensor.floats()) {
      if (!Float.isFinite(number)) {
        throw NonFiniteLossException.ofTensor(
            what(tensor.name()), lastStep, state.readStep().learningRate(), lastCheckpoint.get());
      }
    }
  }

  private String what(String tensor) {
    boolean parameter =
        state.placement().layout().parameters().stream().anyMatch(e -> e.name().equals(tensor));
    return (parameter ? "parameter '" : "optimiser's slot '") + tensor + "'";
  }

  /** Allows training to continue after such a failure, from the parameters before it. */
  public void clearFailure() {
    state.writeStep(state.readStep().withoutFailure());
  }

  /** Notes that the state's gradients are those of a step. */
  public void gradientsWritten() {
    hasGradients = true;
  }

  /** Whether the state's gradients are those of a step. */
  public boolean hasGradients() {
    return hasGradients;
  }

  /**
   * Copies of the gradients, by their names in the state, in the order of the learnt parameters.
   */
  public List<HostTensor> gradients() {
    return state.placement().layout().learnt().stream()
        .map(entry -> state.read(StateLayout.gradientName(entry.name())))
        .toList();
  }

  /** Replaces parameters, and what the optimiser keeps as copies of them. */
  public void writeParameters(List<HostTensor> values) {
    for (HostTensor parameter : values) {
      state.write(parameter);
      state
          .placement()
          .layout()
          .copies(parameter.name())
          .forEach(copy -> state.write(HostTensor.of(copy, parameter.shape(), parameter.floats())));
    }
  }

  /** A copy of the state after all steps so far. */
  public Snapshot snapshot() {
    StateLayout layout = state.placement().layout();
    return new Snapshot(
        state.readStep(), Snapshot.shapes(layout).keySet().stream().map(state::read).toList());
  }

  /**
   * Restores the state from a copy.
   *
   * @throws IllegalArgumentException as {@link Snapshot#requireFit}; nothing is changed then
   */
  public void restore(Snapshot snapshot) {
    snapshot.requireFit(state.placement().layout());
    snapshot.tensors().forEach(state::write);
    state.writeStep(snapshot.step());
  }

  @Override
  public void close() {
    try {
      plans.close();
    } finally {
      try {
        state.close();
      } finally {
        device.close();
      }
    }
  }
}
