package org.gradcl.backend.opencl;

import org.gradcl.backend.Device;
import org.gradcl.backend.Executable;
import org.gradcl.backend.State;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.discovery.FoundDevice;
import org.gradcl.backend.opencl.launch.PlanPrinter;
import org.gradcl.backend.opencl.memory.OpenClContext;
import org.gradcl.backend.opencl.program.Programs;
import org.gradcl.backend.opencl.tuning.MatmulSetting;
import org.gradcl.device.Counters;
import org.gradcl.device.DeviceDescription;
import org.gradcl.graph.StateLayout;
import org.gradcl.plan.Plan;
import org.gradcl.plan.Target;
import org.gradcl.plan.Target.MachineClass;

/** An OpenCL device that is open: its context, queue and programs. One thread at a time. */
final class OpenClDevice implements Device {
  /** Floats: 256 bytes, which every device's vector loads and memory transactions divide. */
  private static final int ALIGNMENT = 64;

  /** Partial sums of a loss: work-groups that sum a batch side by side. */
  private static final int PARTIALS_ON_CPU = 16;

  private static final int PARTIALS_ON_GPU = 64;

  /** Steps that the ring of losses holds: the host looks at it every half of them. */
  private static final int RING_LENGTH = 64;

  private final FoundDevice found;
  private final OpenClContext context;
  private final Programs programs;
  private final MatmulSetting setting;
  private final Target target;

  /**
   * Opens a device, untested.
   *
   * @throws org.gradcl.backend.opencl.discovery.OpenClException if the driver refuses
   */
  OpenClDevice(FoundDevice found) {
    this.found = found;
    DeviceProperties properties = found.properties().orElseThrow();
    this.setting = MatmulSetting.of(properties);
    this.target = target(properties, setting.machine());
    this.context = new OpenClContext(found);
    this.programs = new Programs(context);
  }

  private static Target target(DeviceProperties properties, MachineClass machine) {
    boolean cpu = machine == MachineClass.OPENCL_CPU;
    return new Target(
        machine,
        ALIGNMENT,
        properties.vectorWidth(),
        properties.localMemory(),
        cpu ? PARTIALS_ON_CPU : PARTIALS_ON_GPU,
        RING_LENGTH,
        properties.largestBuffer(),
        properties.memory());
  }

  @Override
  public DeviceDescription description() {
    return found.description();
  }

  @Override
  public Target target() {
    return target;
  }

  /** A plan's kernels on this device. */
  PlanPrinter print(Plan plan) {
    return PlanPrinter.print(plan, context.properties(), setting);
  }

  OpenClContext context() {
    return context;
  }

  Programs programs() {
    return programs;
  }

  @Override
  public State allocate(StateLayout layout) {
    return OpenClState.allocate(this, layout);
  }

  @Override
  public Executable load(Plan plan, State state) {
    if (!plan.target().equals(target)) {
      throw new IllegalArgumentException(
          "The plan was compiled for "
              + plan.target()
              + ", "
              + description().name()
              + " is "
              + target);
    }
    if (!(state instanceof OpenClState own) || own.device() != this) {
      throw new IllegalArgumentException(
          "The state was allocated on another device than " + description().name());
    }
    return OpenClExecutable.load(this, plan, own);
  }

  @Override
  public Counters counters() {
    return context.counters().snapshot();
  }

  @Override
  public void close() {
    programs.close();
    context.close();
  }

  @Override
  public String toString() {
    return description().summary();
  }
}
