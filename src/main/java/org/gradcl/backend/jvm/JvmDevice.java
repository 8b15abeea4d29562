package org.gradcl.backend.jvm;

import org.gradcl.backend.Device;
import org.gradcl.backend.Executable;
import org.gradcl.backend.Limits;
import org.gradcl.backend.State;
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
    PlanMemory memory = memory(plan);
    HeapMemory.requireFor(plan, memory);
    try {
      return new JvmExecutable(plan, own, this);
    } catch (OutOfMemoryError e) {
      // What is free may lie in pieces, each too small for an array.
      throw HeapMemory.tooFragmentedFor(plan, memory);
    }
  }

  /** What a plan uses, and what of it there is not yet. */
  PlanMemory memory(Plan plan) {
    return PlanMemory.of(plan, workspace, engine.products());
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
