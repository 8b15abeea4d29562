package org.gradcl.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradcl.device.Counters;
import org.gradcl.device.DeviceDescription;
import org.gradcl.device.DeviceDescription.Type;
import org.gradcl.device.Reason;
import org.gradcl.graph.StateLayout;
import org.gradcl.plan.Plan;
import org.gradcl.plan.Target;

/** A provider of devices that can be opened and closed and do nothing else. */
final class FakeBackend implements BackendProvider {
  enum FakeReason implements Reason {
    NO_LIBRARY("Install the loader."),
    SELF_TEST_FAILED("Update the driver.");

    private final String remedy;

    FakeReason(String remedy) {
      this.remedy = remedy;
    }

    @Override
    public String remedy() {
      return remedy;
    }
  }

  private final String name;
  private final String title;
  private final List<Candidate> candidates = new ArrayList<>();
  final List<String> opened = new ArrayList<>();
  final List<String> closed = new ArrayList<>();
  int scans;

  FakeBackend(String name, String title) {
    this.name = name;
    this.title = title;
  }

  static FakeBackend jvm(long memory) {
    FakeBackend backend = new FakeBackend("jvm", "JVM engine");
    return backend.add(
        backend.description("jvm", "JVM engine", "JVM engine, 2 threads", Type.JVM), 1, memory);
  }

  static FakeBackend opencl() {
    return new FakeBackend("opencl", "OpenCL");
  }

  DeviceDescription description(String id, String device, String summary, Type type) {
    return new DeviceDescription(name, id, device, summary, type, Map.of());
  }

  FakeBackend device(String id, String device, Type type, double score, long memory) {
    return add(description(id, device, title + " · " + device, type), score, memory);
  }

  /** A CPU device of OpenCL with a version, in which some drivers alone say who they are. */
  FakeBackend versioned(String id, String device, String version) {
    Map<String, String> properties = Map.of("version", version);
    return add(
        new DeviceDescription(name, id, device, title + " · " + device, Type.CPU, properties),
        1,
        1L << 30);
  }

  private FakeBackend add(DeviceDescription description, double score, long memory) {
    candidates.add(
        Candidate.usable(
            description,
            score,
            memory,
            () -> {
              opened.add(description.id());
              return new FakeDevice(description, closed);
            }));
    return this;
  }

  /** A GPU that fails its self-test when it is opened. */
  FakeBackend liar(String id, String device, double score) {
    DeviceDescription description = description(id, device, title + " · " + device, Type.GPU);
    candidates.add(
        Candidate.usable(
            description,
            score,
            Long.MAX_VALUE,
            () -> {
              throw new DeviceRejectedException(
                  FakeReason.SELF_TEST_FAILED, "2 + 2 is 5\nexpected 4");
            }));
    return this;
  }

  FakeBackend broken(String detail) {
    candidates.add(
        Candidate.rejected(
            description(name, title, title, Type.NONE), FakeReason.NO_LIBRARY, detail));
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public List<Candidate> candidates() {
    scans++;
    return List.copyOf(candidates);
  }

  private record FakeDevice(DeviceDescription description, List<String> closed) implements Device {
    @Override
    public Target target() {
      throw new UnsupportedOperationException();
    }

    @Override
    public State allocate(StateLayout layout) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Executable load(Plan plan, State state) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Limits limits() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Counters counters() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      closed.add(description.id());
    }
  }
}
