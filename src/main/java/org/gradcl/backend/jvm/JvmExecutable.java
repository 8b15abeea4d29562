package org.gradcl.backend.jvm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Executable;
import org.gradcl.backend.PlanExplanation;
import org.gradcl.backend.Ticket;
import org.gradcl.backend.jvm.launch.CheckWords;
import org.gradcl.backend.jvm.launch.Memory;
import org.gradcl.backend.jvm.launch.Runner;
import org.gradcl.backend.jvm.launch.RunnerContext;
import org.gradcl.backend.jvm.launch.Runners;
import org.gradcl.device.Explanation;
import org.gradcl.plan.Launch;
import org.gradcl.plan.Plan;
import org.gradcl.plan.Region;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/** A plan made ready to run in Java. A run is over when {@link #run} returns. */
final class JvmExecutable implements Executable {
  /** Batches that are on the heap at a time: one is filled while another is read. */
  static final int BATCH_BUFFERS = 2;

  private final Plan plan;
  private final boolean trains;
  private final JvmDevice device;
  private final JvmState state;
  private final Memory memory;
  private final List<Runner> runners = new ArrayList<>();
  private final JvmBatchBuffer[] batchBuffers = new JvmBatchBuffer[BATCH_BUFFERS];
  private long run;
  private boolean closed;

  JvmExecutable(Plan plan, JvmState state, JvmDevice device) {
    this.plan = plan;
    this.trains = plan.trains();
    this.device = device;
    this.state = state;
    this.memory = new Memory(state.next(), state.current(), plan.target().partials());
    for (Region region : List.of(Region.PARAMETER, Region.GRADIENT, Region.FROZEN, Region.SLOT)) {
      memory.set(region, state.array(region));
    }
    memory.set(Region.OUTPUT, new float[plan.outputElements()]);
    boolean clips = plan.launches().stream().anyMatch(l -> l instanceof Launch.Clip);
    RunnerContext context =
        new RunnerContext(
            memory,
            new CheckWords(),
            device.engine().arithmetic(),
            device.engine().products(),
            device.engine().team(),
            clips);
    for (Launch launch : plan.launches()) {
      runners.add(Runners.of(launch, plan.target().partials(), context));
    }
    for (int i = 0; i < BATCH_BUFFERS; i++) {
      batchBuffers[i] = new JvmBatchBuffer(plan);
    }
    device.tally().allocations += 1 + BATCH_BUFFERS;
    device.workspace().join(this);
  }

  /** Where the workspace is from now on. */
  void setWorkspace(float[] array) {
    memory.set(Region.WORKSPACE, array);
  }

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public BatchBuffer acquire() {
    requireOpen();
    for (JvmBatchBuffer batchBuffer : batchBuffers) {
      if (!batchBuffer.acquired()) {
        batchBuffer.setAcquired(true);
        return batchBuffer;
      }
    }
    throw new IllegalStateException(
        "All "
            + BATCH_BUFFERS
            + " batch buffers are acquired; run one of them before acquiring another");
  }

  @Override
  public Ticket run(BatchBuffer batchBuffer) {
    requireOpen();
    JvmBatchBuffer filled = requireOwn(batchBuffer);
    filled.setAcquired(false);
    memory.set(Region.INPUT, filled.array());
    boolean stopped = trains && state.next().nonFinite();
    if (!stopped) {
      runLaunches();
    }
    return new Ticket(++run);
  }

  private void runLaunches() {
    long step = state.next().step();
    for (int i = 0; i < runners.size(); i++) {
      runners.get(i).run();
    }
    device.tally().launches += runners.size();
    if (trains && !state.next().nonFinite()) {
      state.losses().add(step, memory.loss());
    }
  }

  private JvmBatchBuffer requireOwn(BatchBuffer batchBuffer) {
    for (JvmBatchBuffer own : batchBuffers) {
      if (own == batchBuffer && own.acquired()) {
        return own;
      }
    }
    throw new IllegalStateException(
        "The batch buffer was not acquired from this executable, or was run already; acquire"
            + " another");
  }

  @Override
  public HostTensor read(Ticket ticket, String output) {
    requireOpen();
    if (ticket.run() != run) {
      throw new IllegalStateException(
          String.format(
              "The outputs of run %d are gone, run %d has overwritten them; read before the next"
                  + " run",
              ticket.run(), run));
    }
    Plan.Binding binding = plan.outputs().get(output);
    if (binding == null) {
      throw new IllegalArgumentException(
          "No output is named '" + output + "'; there are " + plan.outputs().keySet());
    }
    float[] array = memory.of(binding.view().region());
    int offset = binding.view().offset();
    int end = offset + binding.view().elements();
    if (binding.partialSums()) {
      double sum = 0;
      for (int i = offset; i < end; i++) {
        sum += array[i];
      }
      return HostTensor.of(output, Shape.scalar(), new double[] {sum});
    }
    return HostTensor.of(output, binding.shape(), Arrays.copyOfRange(array, offset, end));
  }

  @Override
  public Explanation explain() {
    return explanation(new double[runners.size()], false);
  }

  @Override
  public Explanation profile(BatchBuffer batchBuffer, int runs) {
    requireOpen();
    if (runs < 1) {
      throw new IllegalArgumentException("A profile needs at least one run, found " + runs);
    }
    JvmBatchBuffer filled = requireOwn(batchBuffer);
    filled.setAcquired(false);
    memory.set(Region.INPUT, filled.array());
    double[][] times = new double[runners.size()][runs];
    for (int r = 0; r < runs; r++) {
      long step = state.next().step();
      for (int i = 0; i < runners.size(); i++) {
        long start = System.nanoTime();
        runners.get(i).run();
        times[i][r] = (System.nanoTime() - start) / 1e3;
      }
      if (trains && !state.next().nonFinite()) {
        state.losses().add(step, memory.loss());
      }
    }
    run++;
    double[] medians = new double[runners.size()];
    for (int i = 0; i < medians.length; i++) {
      Arrays.sort(times[i]);
      medians[i] = times[i][runs / 2];
    }
    return explanation(medians, true);
  }

  private Explanation explanation(double[] microseconds, boolean measured) {
    List<Explanation.Launch> launches = new ArrayList<>();
    for (int i = 0; i < runners.size(); i++) {
      Runner runner = runners.get(i);
      String pieces = runner.pieces() + (runner.pieces() == 1 ? " piece" : " pieces");
      launches.add(
          PlanExplanation.launch(
              plan.launches().get(i),
              new Explanation.Kernel(runner.routine(), runner.variant(), pieces, 1),
              measured ? OptionalDouble.of(microseconds[i]) : OptionalDouble.empty()));
    }
    return new Explanation(
        device.description().summary(),
        plan.rows(),
        launches,
        PlanExplanation.memory(plan, plan.state().bytes() + device.memory(plan).total()),
        List.of());
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The executable is closed; load the plan again");
    }
    device.requireOpen();
    state.requireOpen();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      device.workspace().leave(this);
    }
  }
}
