package org.gradcl.backend.opencl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradcl.backend.Device;
import org.gradcl.backend.Executable;
import org.gradcl.backend.Limits;
import org.gradcl.backend.ProgramBinary;
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
import org.gradcl.plan.Compiler;
import org.gradcl.plan.Plan;
import org.gradcl.plan.Target;

/** An OpenCL device that is open: its context, queue and programs. One thread at a time. */
final class OpenClDevice implements Device {
  private final FoundDevice found;
  private final OpenClContext context;
  private final Programs programs;
  private final MatmulSetting setting;
  private final Target target;
  private Optional<String> tensorRefusal = Optional.empty();

  /**
   * Opens a device, untested.
   *
   * @throws org.gradcl.backend.opencl.discovery.OpenClException if the driver refuses
   */
  OpenClDevice(FoundDevice found) {
    this(found, MatmulSetting.of(found.properties().orElseThrow()));
  }

  /** Opens a device that multiplies as a setting has it; as {@link #OpenClDevice(FoundDevice)}. */
  OpenClDevice(FoundDevice found, MatmulSetting setting) {
    this.found = found;
    DeviceProperties properties = found.properties().orElseThrow();
    this.setting = setting;
    this.target = OpenClTarget.of(properties, setting);
    this.context = new OpenClContext(found);
    this.programs = new Programs(context);
  }

  @Override
  public DeviceDescription description() {
    return found.description();
  }

  @Override
  public Optional<String> tensorRefusal() {
    return tensorRefusal;
  }

  /** Notes why it was opened without tensor cores although the precision admits them. */
  void refuseTensorCores(String reason) {
    tensorRefusal = Optional.of(reason);
  }

  MatmulSetting setting() {
    return setting;
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
  public List<ProgramBinary> binaries(Map<String, Plan> plans) {
    Map<String, Plan> all = new LinkedHashMap<>();
    all.put("self-test", Compiler.compile(SelfTestNet.graph(), target));
    all.putAll(plans);
    return Binaries.of(this, all);
  }

  @Override
  public Limits limits() {
    return new OpenClLimits(this);
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
