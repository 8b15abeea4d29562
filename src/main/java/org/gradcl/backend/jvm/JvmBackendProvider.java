package org.gradcl.backend.jvm;

import java.util.List;
import java.util.Map;
import org.gradcl.backend.BackendProvider;
import org.gradcl.backend.Candidate;
import org.gradcl.backend.DeviceDescription;
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
            "jvm", "jvm", "JVM engine", summary(), DeviceDescription.Type.JVM, Map.of());
    Target target =
        new Target(Target.MachineClass.JVM, 16, 1, 0, 16, 64, Integer.MAX_VALUE * 4L, memory);
    return List.of(
        Candidate.usable(
            description,
            1,
            memory,
            () -> new JvmDevice(description, target, EngineChoice.engine())));
  }

  private static String summary() {
    int threads = EngineChoice.threads();
    return String.format(
        "JVM engine, %d thread%s, %s",
        threads, threads == 1 ? "" : "s", EngineChoice.vectors() ? "vectors" : "plain Java");
  }
}
