package org.gradcl.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradcl.device.Explanation;
import org.gradcl.graph.Graph;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.plan.Compiler;
import org.gradcl.plan.Place;
import org.gradcl.plan.Plan;
import org.gradcl.plan.Target;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

/** The protocol of executables, with an engine that notes what it is asked to do. */
class AbstractExecutableTest {
  private static final Plan PLAN = plan();

  private static Plan plan() {
    Target target = new Target(Target.MachineClass.JVM, 16, 8, 0, 64, 1L << 31, 1L << 33);
    Graph graph = new Graph();
    Value twice = graph.map(graph.input("x", Shape.of(2, 1)), e -> e.times(2));
    return Compiler.compile(StepGraph.inference(graph, Map.of("y", twice)), target);
  }

  /** A batch buffer with room for two numbers. */
  private static final class Numbered implements BatchBuffer {
    private final String name;
    private final FloatBuffer buffer = FloatBuffer.allocate(2);

    Numbered(int number) {
      name = "buffer " + number;
    }

    @Override
    public Map<String, FloatBuffer> inputs() {
      return Map.of("x", buffer);
    }
  }

  private static final class Noting extends AbstractExecutable<Numbered> {
    private final List<Numbered> all;
    private final List<String> notes = new ArrayList<>();
    private boolean usable = true;

    Noting(int buffers) {
      super(PLAN);
      all = new ArrayList<>();
      for (int i = 1; i <= buffers; i++) {
        all.add(new Numbered(i));
      }
    }

    @Override
    protected List<Numbered> batchBuffers() {
      return all;
    }

    @Override
    protected void requireUsable() {
      if (!usable) {
        throw new IllegalStateException("The device is closed");
      }
    }

    @Override
    protected void awaitFree(Numbered batchBuffer) {
      notes.add("await " + batchBuffer.name);
    }

    @Override
    protected void start(Numbered batchBuffer) {
      notes.add("start " + batchBuffer.name);
    }

    @Override
    protected Explanation measure(Numbered batchBuffer, int measuredRuns) {
      notes.add("measure " + batchBuffer.name + " " + measuredRuns);
      return null;
    }

    @Override
    protected float[] values(Place place) {
      return new float[] {4, 2};
    }

    @Override
    public Explanation explain() {
      return null;
    }

    @Override
    protected void release() {
      notes.add("release");
    }
  }

  private final Noting executable = new Noting(2);

  private static void refused(Executable executable, BatchBuffer batchBuffer) {
    assertThatThrownBy(() -> executable.run(batchBuffer))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The batch buffer was not acquired from this executable, or was run already; acquire"
                + " another");
    assertThatThrownBy(() -> executable.profile(batchBuffer, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("The batch buffer was not acquired from this executable");
  }

  @Test
  void theBatchBufferAcquiredLongestAgoIsTheFirstToBeAwaited() {
    for (int i = 0; i < 3; i++) {
      executable.run(executable.acquire());
    }
    assertThat(executable.notes)
        .containsExactly(
            "await buffer 1",
            "start buffer 1",
            "await buffer 2",
            "start buffer 2",
            "await buffer 1",
            "start buffer 1");
  }

  @Test
  void batchBuffersMayBeRunInAnotherOrder() {
    BatchBuffer first = executable.acquire();
    BatchBuffer second = executable.acquire();
    executable.run(second);
    assertThat(executable.acquire()).isSameAs(second);
    assertThatThrownBy(executable::acquire)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("All 2 batch buffers are acquired; run one of them before acquiring another");
    executable.run(first);
    assertThat(executable.acquire()).isSameAs(first);
  }

  @Test
  void whatWasNotAcquiredIsNotRun() {
    BatchBuffer acquired = executable.acquire();
    refused(new Noting(2), acquired);
    refused(executable, new Numbered(1));
    refused(executable, executable.all.get(1));
    executable.run(acquired);
    refused(executable, acquired);
    assertThat(executable.notes).containsExactly("await buffer 1", "start buffer 1");
  }

  @Test
  void aBatchBufferIsFilledFromItsBegin() {
    BatchBuffer batchBuffer = executable.acquire();
    batchBuffer.inputs().get("x").put(1).put(2);
    executable.run(batchBuffer);
    executable.run(executable.acquire());
    assertThat(executable.acquire()).isSameAs(batchBuffer);
    assertThat(batchBuffer.inputs().get("x").remaining()).isEqualTo(2);
  }

  @Test
  void theLatestRunAloneCanBeRead() {
    Ticket first = executable.run(executable.acquire());
    assertThat(executable.read(first, "y").floats()).containsExactly(4, 2);
    Ticket second = executable.run(executable.acquire());
    assertThatThrownBy(() -> executable.read(first, "y"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The outputs of run 1 were replaced by those of run 2; read them before the next run");
    assertThatThrownBy(() -> executable.read(second, "z"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The plan has no output 'z'; it has [y]");
    executable.profile(executable.acquire(), 3);
    assertThatThrownBy(() -> executable.read(second, "y"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("replaced by those of run 5");
  }

  @Test
  void aProfileFreesItsBatchBuffer() {
    BatchBuffer batchBuffer = executable.acquire();
    assertThatThrownBy(() -> executable.profile(batchBuffer, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A profile needs at least one run, found 0");
    executable.profile(batchBuffer, 2);
    refused(executable, batchBuffer);
    assertThat(executable.notes).containsExactly("await buffer 1", "measure buffer 1 2");
  }

  @Test
  void nothingRunsOnceItIsClosedOrItsDeviceIs() {
    Ticket ticket = executable.run(executable.acquire());
    BatchBuffer batchBuffer = executable.acquire();
    executable.usable = false;
    assertThatThrownBy(executable::acquire).hasMessage("The device is closed");
    assertThatThrownBy(() -> executable.run(batchBuffer)).hasMessage("The device is closed");
    assertThatThrownBy(() -> executable.read(ticket, "y")).hasMessage("The device is closed");
    executable.close();
    executable.close();
    assertThat(executable.notes).endsWith("await buffer 2", "release");
    assertThatThrownBy(() -> executable.run(batchBuffer))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The executable is closed; load the plan again");
    assertThatThrownBy(() -> executable.profile(batchBuffer, 1)).hasMessageContaining("is closed");
    assertThatThrownBy(executable::acquire).hasMessageContaining("executable is closed");
    assertThatThrownBy(() -> executable.read(ticket, "y")).hasMessageContaining("is closed");
  }
}
