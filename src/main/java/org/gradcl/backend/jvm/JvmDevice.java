package org.gradcl.backend.jvm;

import java.util.List;
import org.gradcl.backend.Device;
import org.gradcl.backend.Executable;
import org.gradcl.backend.Limits;
import org.gradcl.backend.State;
import org.gradcl.backend.jvm.launch.PackedWeights;
import org.gradcl.backend.jvm.launch.WeightMatrix;
import org.gradcl.device.Counters;
import org.gradcl.device.DeviceDescription;
import org.gradcl.graph.StateLayout;
import org.gradcl.plan.Plan;
import org.gradcl.plan.StatePlacement;
import org.gradcl.plan.Target;

/** The JVM engine as a device. */
final class JvmDevice implements Device {
  private final DeviceDescription description;
  private final Target target;
  private final Engine engine;
  private final OpenThreads threads;
  private final JvmCounters counters = new JvmCounters();
  private final Workspace workspace = new Workspace(counters);
  private boolean closed;

  JvmDevice(DeviceDescription description, Target target, Engine engine) {
    this.description = description;
    this.target = target;
    this.engine = engine;
    this.threads = OpenThreads.of(this, engine.team());
  }

  Engine engine() {
    return engine;
  }

  JvmCounters tally() {
    return counters;
  }

  /** What all plans of this device share. */
  Workspace workspace() {
    return workspace;
  }

  @Override
  public DeviceDescription description() {
    return description;
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public State allocate(StateLayout layout) {
    requireOpen();
    StatePlacement placement = StatePlacement.of(layout, target);
    HeapMemory.requireFor(placement);
    try {
      JvmState state = new JvmState(placement);
      counters.allocations += 4;
      return state;
    } catch (OutOfMemoryError e) {
      throw HeapMemory.tooLittleFor(placement);
    }
  }

  @Override
  public Executable load(Plan plan, State state) {
    requireOpen();
    if (!(state instanceof JvmState own) || !plan.target().equals(target)) {
      throw new IllegalArgumentException(
          "The plan or the state belongs to another device than " + description.summary());
    }
    own.requireFits(plan);
    List<WeightMatrix> kept = PackedWeights.of(plan, engine.products());
    if (!HeapMemory.hasRoomFor(memory(plan, kept, own))) {
      // Slower, but as it was before weights were kept.
      kept = List.of();
    }
    PlanMemory memory = memory(plan, kept, own);
    HeapMemory.requireFor(plan, memory);
    try {
      return bind(plan, own, kept);
    } catch (OutOfMemoryError e) {
      // What is free may lie in pieces, each too small for an array.
      throw HeapMemory.tooFragmentedFor(plan, memory);
    }
  }

  private Executable bind(Plan plan, JvmState state, List<WeightMatrix> kept) {
    PackedWeights weights = state.weights();
    int missing = weights.missing(kept).size();
    weights.join(kept);
    try {
      Executable executable = new JvmExecutable(plan, state, kept, this);
      counters.allocations += missing;
      return executable;
    } catch (OutOfMemoryError e) {
      weights.leave(kept);
      throw e;
    }
  }

  /** What a plan uses with some weights kept, and what of it there is not yet. */
  PlanMemory memory(Plan plan, List<WeightMatrix> kept, JvmState state) {
    return PlanMemory.of(plan, workspace, engine.products(), kept, state.weights());
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The device is closed; open it again");
    }
  }

  @Override
  public Limits limits() {
    requireOpen();
    return new JvmLimits(engine);
  }

  @Override
  public Counters counters() {
    return counters.snapshot();
  }

  @Override
  public void close() {
    closed = true;
    threads.close();
  }
}
