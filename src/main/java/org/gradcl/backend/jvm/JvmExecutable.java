package org.gradcl.backend.jvm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.gradcl.backend.AbstractExecutable;
import org.gradcl.backend.PlanExplanation;
import org.gradcl.backend.jvm.launch.CheckWords;
import org.gradcl.backend.jvm.launch.LaunchRunner;
import org.gradcl.backend.jvm.launch.Memory;
import org.gradcl.backend.jvm.launch.OrderOfProducts;
import org.gradcl.backend.jvm.launch.Runner;
import org.gradcl.backend.jvm.launch.RunnerContext;
import org.gradcl.backend.jvm.launch.Runners;
import org.gradcl.backend.jvm.launch.WeightMatrix;
import org.gradcl.device.Explanation;
import org.gradcl.graph.StepPart;
import org.gradcl.plan.Place;
import org.gradcl.plan.Plan;
import org.gradcl.plan.Region;
import org.gradcl.plan.StatePlacement;

/** A plan made ready to run in Java. A run is over when {@link #run} returns. */
final class JvmExecutable extends AbstractExecutable<JvmBatchBuffer> {
  /** Batches that are on the heap at a time: one is filled while another is read. */
  static final int BATCH_BUFFERS = 2;

  private final boolean trains;
  private final StepPart part;
  private final JvmDevice device;
  private final JvmState state;
  private final List<WeightMatrix> kept;
  private final Memory memory;
  private final List<LaunchRunner> runners;
  private final List<JvmBatchBuffer> batchBuffers = new ArrayList<>();

  /**
   * Loads a plan.
   *
   * @param kept the weights of the state that stay packed from run to run; this has joined those
   *     that do and leaves them when it is closed
   */
  JvmExecutable(Plan plan, JvmState state, List<WeightMatrix> kept, JvmDevice device) {
    super(plan);
    this.trains = plan.trains();
    this.part = plan.part();
    this.device = device;
    this.state = state;
    this.kept = kept;
    this.memory = new Memory(state.next(), state.current());
    for (Region region : List.of(Region.PARAMETER, Region.GRADIENT, Region.FROZEN, Region.SLOT)) {
      memory.set(region, state.array(region));
    }
    memory.set(Region.OUTPUT, new float[plan.outputElements()]);
    RunnerContext context =
        new RunnerContext(
            memory,
            new CheckWords(),
            device.engine().arithmetic(),
            device.engine().products(),
            device.engine().team(),
            plan.norm(),
            OrderOfProducts.of(plan),
            state.weights(),
            updated(plan.state()));
    runners = new Runners(context).of(plan.launches());
    for (int i = 0; i < BATCH_BUFFERS; i++) {
      batchBuffers.add(new JvmBatchBuffer(plan));
    }
    device.tally().allocations += 1 + BATCH_BUFFERS;
    device.workspace().join(this);
  }

  private static List<Place> updated(StatePlacement state) {
    return state.layout().updated().stream().map(entry -> state.place(entry.name())).toList();
  }

  /** Where the workspace is from now on. */
  void setWorkspace(float[] array) {
    memory.set(Region.WORKSPACE, array);
  }

  @Override
  protected List<JvmBatchBuffer> batchBuffers() {
    return batchBuffers;
  }

  @Override
  protected void requireUsable() {
    device.requireOpen();
    state.requireOpen();
  }

  /** Free at once: a run is over when it returns. */
  @Override
  protected void awaitFree(JvmBatchBuffer batchBuffer) {}

  @Override
  protected void start(JvmBatchBuffer batchBuffer) {
    memory.set(Region.INPUT, batchBuffer.array());
    boolean stopped = trains && state.next().nonFinite();
    if (!stopped) {
      runLaunches();
    }
  }

  private void runLaunches() {
    long step = state.next().step();
    noteChange();
    try {
      for (int i = 0; i < runners.size(); i++) {
        runners.get(i).runner().run();
      }
    } finally {
      noteChange();
    }
    device.tally().launches += runners.size();
    takeLoss(step);
  }

  private void takeLoss(long step) {
    if (trains && !state.next().nonFinite()) {
      state.takeLoss(step, part, memory.loss());
    }
  }

  /** Before a step and behind it: within, its products share weights that they have packed. */
  private void noteChange() {
    if (trains) {
      state.weights().changed();
    }
  }

  @Override
  protected float[] values(Place place) {
    return Arrays.copyOfRange(memory.of(place.region()), place.first(), place.end());
  }

  @Override
  public Explanation explain() {
    return explanation(new double[runners.size()], false);
  }

  @Override
  protected Explanation measure(JvmBatchBuffer batchBuffer, int measuredRuns) {
    memory.set(Region.INPUT, batchBuffer.array());
    double[][] times = new double[runners.size()][measuredRuns];
    for (int r = 0; r < measuredRuns; r++) {
      long step = state.next().step();
      noteChange();
      for (int i = 0; i < runners.size(); i++) {
        long start = System.nanoTime();
        runners.get(i).runner().run();
        times[i][r] = (System.nanoTime() - start) / 1e3;
      }
      noteChange();
      takeLoss(step);
    }
    double[] medians = new double[runners.size()];
    for (int i = 0; i < medians.length; i++) {
      Arrays.sort(times[i]);
      medians[i] = times[i][measuredRuns / 2];
    }
    return explanation(medians, true);
  }

  private Explanation explanation(double[] microseconds, boolean measured) {
    List<Explanation.Launch> launches = new ArrayList<>();
    for (int i = 0; i < runners.size(); i++) {
      Runner runner = runners.get(i).runner();
      String pieces = runner.pieces() + (runner.pieces() == 1 ? " piece" : " pieces");
      launches.add(
          PlanExplanation.launches(
              runners.get(i).launches(),
              new Explanation.Kernel(runner.routine(), runner.variant(), pieces, 1),
              measured ? OptionalDouble.of(microseconds[i]) : OptionalDouble.empty()));
    }
    return new Explanation(
        device.description().summary(),
        plan().rows(),
        launches,
        PlanExplanation.memory(
            plan(), plan().state().bytes() + device.memory(plan(), kept, state).total()),
        List.of());
  }

  @Override
  protected void release() {
    state.weights().leave(kept);
    device.workspace().leave(this);
  }
}
