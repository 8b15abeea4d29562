package org.gradcl.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.backend.Device;
import org.gradcl.backend.DevicePolicy;
import org.gradcl.backend.DeviceReport;
import org.gradcl.backend.DeviceSelection;
import org.gradcl.backend.DeviceSelector;
import org.gradcl.backend.State;
import org.gradcl.graph.Role;
import org.gradcl.graph.StateLayout;
import org.gradcl.tensor.HostTensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A device, a model's state on it and the plans loaded over that state. Owns all three. */
final class DeviceSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceSession.class);

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
   * @throws org.gradcl.backend.NoDeviceException if no device satisfies the policy
   */
  static DeviceSession open(DeviceSelector selector, DevicePolicy policy, StateLayout layout) {
    DeviceSelection selection = selector.select(policy, bytes(layout));
    LOG.info("{}", selection.report().headline());
    try {
      return new DeviceSession(selection, selection.device().allocate(layout));
    } catch (RuntimeException e) {
      selection.device().close();
      throw e;
    }
  }

  /** Parameters, gradients, slots and frozen tensors, as every device needs them at least. */
  static long bytes(StateLayout layout) {
    long all = layout.parameters().stream().mapToLong(entry -> entry.shape().elements()).sum();
    return 4 * (all + layout.learntElements() * (1 + layout.slots().size()));
  }

  Device device() {
    return device;
  }

  DeviceReport report() {
    return report;
  }

  State state() {
    return state;
  }

  LoadedPlans plans() {
    return plans;
  }

  /** The names of all that a {@link Snapshot} holds: parameters, then slots. */
  List<String> names() {
    StateLayout layout = state.placement().layout();
    List<String> names = new ArrayList<>();
    layout.parameters().forEach(entry -> names.add(entry.name()));
    for (StateLayout.SlotEntry slot : layout.slots()) {
      for (StateLayout.Entry entry : layout.parameters()) {
        if (entry.role() == Role.PARAMETER) {
          names.add(slot.of(entry.name()));
        }
      }
    }
    return names;
  }

  /** From now on the state's gradients are those of a step. */
  void gradientsWritten() {
    hasGradients = true;
  }

  /** Whether the state's gradients are those of a step. */
  boolean hasGradients() {
    return hasGradients;
  }

  /**
   * Copies of the gradients, by their names in the state, in the order of the learnt parameters.
   */
  List<HostTensor> gradients() {
    return state.placement().layout().learnt().stream()
        .map(entry -> state.read(StateLayout.gradientName(entry.name())))
        .toList();
  }

  /** A copy of the state after all steps so far. */
  Snapshot snapshot() {
    return new Snapshot(state.readStep(), names().stream().map(state::read).toList());
  }

  /**
   * Refuses a copy of another model's state.
   *
   * @throws IllegalArgumentException if a tensor is missing, superfluous or of another shape
   */
  void requireFit(Snapshot snapshot) {
    Map<String, HostTensor> given = new HashMap<>();
    snapshot.tensors().forEach(tensor -> given.put(tensor.name(), tensor));
    for (String name : names()) {
      HostTensor tensor = given.remove(name);
      if (tensor == null || !tensor.shape().equals(state.placement().shape(name))) {
        throw new IllegalArgumentException(
            String.format(
                "The model needs '%s' of shape %s, found %s",
                name, state.placement().shape(name), tensor == null ? "none" : tensor));
      }
    }
    if (!given.isEmpty()) {
      throw new IllegalArgumentException(
          "The model and its optimiser have no tensors named " + given.keySet());
    }
  }

  /**
   * Makes the state a copy's.
   *
   * @throws IllegalArgumentException as {@link #requireFit}; nothing is changed then
   */
  void restore(Snapshot snapshot) {
    requireFit(snapshot);
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
