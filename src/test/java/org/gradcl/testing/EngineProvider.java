package org.gradcl.testing;

import java.util.List;
import org.gradcl.backend.BackendProvider;
import org.gradcl.backend.Candidate;
import org.gradcl.backend.Device;
import org.gradcl.backend.DeviceSelector;
import org.gradcl.backend.Executable;
import org.gradcl.backend.Limits;
import org.gradcl.backend.State;
import org.gradcl.device.Counters;
import org.gradcl.device.DeviceDescription;
import org.gradcl.device.DeviceSettings;
import org.gradcl.graph.StateLayout;
import org.gradcl.plan.Plan;
import org.gradcl.plan.Target;

/** An engine under test as the only one there is, so that trainers can be built on it. */
public final class EngineProvider implements BackendProvider {
  private final EngineUnderTest engine;

  private EngineProvider(EngineUnderTest engine) {
    this.engine = engine;
  }

  /** A selector that finds this engine alone, whatever the settings of the process. */
  public static DeviceSelector selector(EngineUnderTest engine) {
    return DeviceSelector.of(List.of(new EngineProvider(engine)), DeviceSettings.none());
  }

  @Override
  public String name() {
    return engine.candidate().description().provider();
  }

  @Override
  public String title() {
    return engine.name();
  }

  @Override
  public List<Candidate> candidates() {
    Candidate found = engine.candidate();
    return List.of(
        Candidate.usable(
            found.description(), found.score(), found.memory(), () -> new Opened(engine.open())));
  }

  /** The engine's device; closing it restores the settings, too. */
  private record Opened(EngineUnderTest.Open open) implements Device {
    @Override
    public DeviceDescription description() {
      return open.device().description();
    }

    @Override
    public Target target() {
      return open.device().target();
    }

    @Override
    public State allocate(StateLayout layout) {
      return open.device().allocate(layout);
    }

    @Override
    public Executable load(Plan plan, State state) {
      return open.device().load(plan, state);
    }

    @Override
    public Limits limits() {
      return open.device().limits();
    }

    @Override
    public Counters counters() {
      return open.device().counters();
    }

    @Override
    public void close() {
      open.close();
    }
  }
}
