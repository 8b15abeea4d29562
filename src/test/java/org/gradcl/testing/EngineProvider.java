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
  private final Candidate.Opener opener;

  private EngineProvider(EngineUnderTest engine, Candidate.Opener opener) {
    this.engine = engine;
    this.opener = opener;
  }

  /** A selector that finds this engine alone, whatever the settings of the process. */
  public static DeviceSelector selector(EngineUnderTest engine) {
    return selector(
        engine,
        () -> {
          EngineUnderTest.Open open = engine.open();
          return new Opened(open.device(), open::close);
        });
  }

  /** The same on a device that is open already, and stays open when a trainer closes it. */
  public static DeviceSelector selector(EngineUnderTest engine, EngineUnderTest.Open open) {
    return selector(engine, () -> new Opened(open.device(), () -> {}));
  }

  private static DeviceSelector selector(EngineUnderTest engine, Candidate.Opener opener) {
    return DeviceSelector.of(List.of(new EngineProvider(engine, opener)), DeviceSettings.none());
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
    return List.of(Candidate.usable(found.description(), found.score(), found.memory(), opener));
  }

  /** The engine's device, with what closes it; that restores the settings, too. */
  private record Opened(Device device, Runnable closing) implements Device {
    @Override
    public DeviceDescription description() {
      return device.description();
    }

    @Override
    public Target target() {
      return device.target();
    }

    @Override
    public State allocate(StateLayout layout) {
      return device.allocate(layout);
    }

    @Override
    public Executable load(Plan plan, State state) {
      return device.load(plan, state);
    }

    @Override
    public Limits limits() {
      return device.limits();
    }

    @Override
    public Counters counters() {
      return device.counters();
    }

    @Override
    public void close() {
      closing.run();
    }
  }
}
