package org.gradcl.train;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.backend.BackendProvider;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Candidate;
import org.gradcl.backend.Device;
import org.gradcl.backend.DeviceSelector;
import org.gradcl.backend.Executable;
import org.gradcl.backend.Limits;
import org.gradcl.backend.State;
import org.gradcl.backend.Ticket;
import org.gradcl.backend.jvm.JvmBackendProvider;
import org.gradcl.device.Counters;
import org.gradcl.device.DeviceDescription;
import org.gradcl.device.DeviceMemoryException;
import org.gradcl.device.DeviceSettings;
import org.gradcl.device.Explanation;
import org.gradcl.graph.StateLayout;
import org.gradcl.plan.Plan;
import org.gradcl.plan.Target;
import org.gradcl.tensor.HostTensor;

/** The JVM engine with memory for so many rows, those of all loaded plans together. */
final class SmallDevice implements Device {
  private final Device device;
  private final int rows;
  private final List<Integer> history;
  private int taken;

  private SmallDevice(Device device, int rows, List<Integer> history) {
    this.device = device;
    this.rows = rows;
    this.history = history;
  }

  /**
   * Selects such a device.
   *
   * @param rows its memory
   * @param history where the rows of each plan are written as it is loaded
   */
  static DeviceSelector withRoomFor(int rows, List<Integer> history) {
    Candidate jvm = new JvmBackendProvider().candidates().get(0);
    BackendProvider provider =
        new BackendProvider() {
          @Override
          public String name() {
            return "jvm";
          }

          @Override
          public String title() {
            return "small";
          }

          @Override
          public List<Candidate> candidates() {
            return List.of(
                Candidate.usable(
                    jvm.description(),
                    1,
                    jvm.memory(),
                    () -> new SmallDevice(jvm.opener().open(), rows, history)));
          }
        };
    return DeviceSelector.of(List.of(provider), DeviceSettings.none());
  }

  static DeviceSelector withRoomFor(int rows) {
    return withRoomFor(rows, new ArrayList<>());
  }

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
    if (plan.rows() > rows - taken) {
      throw DeviceMemoryException.ofBatch(
          "A batch of " + plan.rows() + " needs too much.", rows - taken);
    }
    history.add(plan.rows());
    taken += plan.rows();
    return new Loaded(device.load(plan, state));
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
    device.close();
  }

  private final class Loaded implements Executable {
    private final Executable executable;

    Loaded(Executable executable) {
      this.executable = executable;
    }

    @Override
    public Plan plan() {
      return executable.plan();
    }

    @Override
    public BatchBuffer acquire() {
      return executable.acquire();
    }

    @Override
    public Ticket run(BatchBuffer batchBuffer) {
      return executable.run(batchBuffer);
    }

    @Override
    public HostTensor read(Ticket ticket, String output) {
      return executable.read(ticket, output);
    }

    @Override
    public Explanation explain() {
      return executable.explain();
    }

    @Override
    public Explanation profile(BatchBuffer batchBuffer, int runs) {
      return executable.profile(batchBuffer, runs);
    }

    @Override
    public void close() {
      taken -= plan().rows();
      executable.close();
    }
  }
}
