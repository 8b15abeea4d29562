package org.gradcl.backend.jvm;

import java.util.List;
import java.util.Map;
import org.gradcl.backend.BackendProvider;
import org.gradcl.backend.Candidate;
import org.gradcl.backend.DeviceDescription;
import org.gradcl.backend.jvm.launch.CallerOnly;
import org.gradcl.backend.jvm.launch.PlainArithmetic;
import org.gradcl.backend.jvm.launch.PlainProducts;
import org.gradcl.plan.Target;

/** The provider of the JVM engine: one device, always there. */
public final class JvmBackendProvider implements BackendProvider {
  /** Touches nothing. */
  public JvmBackendProvider() {}

  @Override
  public String name() {
    return "jvm";
  }

  @Override
  public String title() {
    return "JVM engine";
  }

  @Override
  public List<Candidate> candidates() {
    long memory = Runtime.getRuntime().maxMemory();
    DeviceDescription description =
        new DeviceDescription(
            "jvm",
            "jvm",
            "JVM engine",
            "JVM engine, 1 thread, plain Java",
            DeviceDescription.Type.JVM,
            Map.of());
    Target target =
        new Target(Target.MachineClass.JVM, 16, 1, 0, 16, 64, Integer.MAX_VALUE * 4L, memory);
    return List.of(
        Candidate.usable(
            description,
            1,
            memory,
            () ->
                new JvmDevice(
                    description,
                    target,
                    new Engine(
                        "plain Java",
                        1,
                        new PlainArithmetic(),
                        new PlainProducts(),
                        new CallerOnly()))));
  }
}
