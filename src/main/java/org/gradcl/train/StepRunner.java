package org.gradcl.train;

import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Executable;
import org.gradcl.backend.StepStatus;
import org.gradcl.data.BatchCursor;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.data.SampleOrder;
import org.gradcl.device.DeviceMemoryException;
import org.gradcl.device.Explanation;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepPart;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.train.feed.RequiredArrays;
import org.gradcl.train.feed.SourceCheck;
import org.gradcl.train.report.NonFiniteLossException;
import org.gradcl.train.report.Trace;
import org.gradcl.train.session.DeviceSession;
import org.gradcl.train.session.LargestBatch;
import org.gradcl.train.session.LearningRate;
import org.gradcl.train.session.LoadedPlans;
import org.gradcl.train.session.PlanKey;
import org.gradcl.train.trace.StepTracer;

/**
 * Makes single steps for programs that write their own loop, and explains and profiles the plan of
 * a step. Each loss is added to its step's result when it arrives. Not safe for use by several
 * threads.
 */
final class StepRunner {
  private final DeviceSession session;
  private final TrainingStep step;
  private final RequiredArrays required;
  private final LongSupplier nanoTime;
  private final Deque<StepResult> pending = new ArrayDeque<>();
  private boolean lacksTotalSteps;
  private NonFiniteLossException unreported;
  private long next;

  /** Batches of the present step that were computed. */
  private int batchesDone;

  StepRunner(
      DeviceSession session, TrainingStep step, boolean totalStepsKnown, LongSupplier nanoTime) {
    this.session = session;
    this.step = step;
    this.required = RequiredArrays.toTrain(step.arrays());
    this.nanoTime = nanoTime;
    this.lacksTotalSteps = !totalStepsKnown && new LearningRate(step.optimizer()).needsTotalSteps();
    this.next = session.state().readStep().step();
  }

  /** Goes on from the state's present step, after something else trained or restored it. */
  void resume() {
    next = session.state().readStep().step();
    batchesDone = 0;
    lacksTotalSteps = false;
  }

  /** Trains on a batch without waiting for its loss. */
  StepResult run(Trainer trainer, BatchSource batch) {
    require(batch);
    collect(false);
    int rows = rows(batch);
    StepPart part = new StepPart(batchesDone, step.optimizer().batchesInStep());
    PlanKey key = PlanKey.of(step.batch(part), rows);
    Executable executable = executable(key);
    try (BatchCursor cursor = batch.open(SampleOrder.sequential())) {
      BatchBuffer batchBuffer = executable.acquire();
      SourceCheck.checked(batch, cursor, required).fill(rows, batchBuffer.inputs());
      executable.run(batchBuffer);
    } catch (RuntimeException e) {
      session.plans().discard(key);
      throw e;
    }
    session.gradientsWritten();
    StepResult result = new StepResult(trainer, next, rows);
    pending.add(result);
    batchesDone++;
    if (part.isLast()) {
      next++;
      batchesDone = 0;
    }
    return result;
  }

  /**
   * Refuses what can't be done between the batches of a step.
   *
   * @throws IllegalStateException saying how many batches are missing
   */
  void requireWholeSteps() {
    if (batchesDone > 0) {
      throw new IllegalStateException(
          String.format(
              "A step takes %d batches, of which %d were given since the last; give the others"
                  + " first",
              step.optimizer().batchesInStep(), batchesDone));
    }
  }

  private static int rows(BatchSource batch) {
    long samples = batch.samples();
    if (samples > Integer.MAX_VALUE) {
      throw new DataException(
          String.format(
              "The batch has %d samples, a step takes at most 2147483647; give a smaller one",
              samples));
    }
    return (int) samples;
  }

  private void require(BatchSource batch) {
    SourceCheck.require(batch, required);
    if (lacksTotalSteps) {
      throw new IllegalStateException(
          String.format(
              "The schedule '%s' depends on the total number of steps, which is not known; call"
                  + " totalSteps on the trainer's builder",
              step.optimizer().schedule()));
    }
  }

  /** Trains on a batch and yields every value of the step. */
  Trace trace(BatchSource batch) {
    require(batch);
    requireWholeSteps();
    collect(true);
    StepTracer tracer = new StepTracer(session.device(), session.state(), step);
    int rows = rows(batch);
    try {
      Trace trace = tracer.trace(rows, arrays(batch, rows));
      session.gradientsWritten();
      return trace;
    } catch (IllegalStateException e) {
      if (session.state().readStep().nonFinite()) {
        throw failureAt(next);
      }
      throw e;
    } finally {
      resume();
    }
  }

  /** What a step reads of a batch, by name. */
  private Map<String, float[]> arrays(BatchSource batch, int rows) {
    Map<String, FloatBuffer> buffers = new LinkedHashMap<>();
    step.arrays()
        .specs()
        .forEach(
            (name, spec) ->
                buffers.put(name, FloatBuffer.allocate(spec.shape().batch(rows).elements())));
    try (BatchCursor cursor = batch.open(SampleOrder.sequential())) {
      SourceCheck.checked(batch, cursor, required).fill(rows, buffers);
    }
    Map<String, float[]> arrays = new LinkedHashMap<>();
    buffers.forEach((name, buffer) -> arrays.put(name, buffer.array()));
    return arrays;
  }

  private Executable executable(PlanKey key) {
    LoadedPlans plans = session.plans();
    try {
      return plans.get(key);
    } catch (DeviceMemoryException e) {
      throw LargestBatch.advise(
          e, "", key.rows(), smaller -> plans.tryOut(PlanKey.of(key.step(), smaller)));
    }
  }

  /**
   * Delivers the losses that have arrived.
   *
   * @param wait whether to wait for all of them
   * @throws NonFiniteLossException if training stopped; it can continue from the parameters before
   *     that step
   */
  void collect(boolean wait) {
    if (unreported != null) {
      NonFiniteLossException failure = unreported;
      unreported = null;
      throw failure;
    }
    if (pending.isEmpty()) {
      return;
    }
    StepStatus status = session.state().collect(wait, this::resolve);
    if (status.nonFinite()) {
      NonFiniteLossException failure = failureAt(status.step());
      pending.forEach(result -> result.fail(failure));
      pending.clear();
      next = status.step();
      batchesDone = 0;
      throw failure;
    }
  }

  /** Waits for the loss of a step; a failure after that step is left to the next call. */
  void await(StepResult result) {
    try {
      collect(true);
    } catch (NonFiniteLossException e) {
      if (!result.isKnown()) {
        throw e;
      }
      unreported = e;
    }
  }

  /** A failure was thrown by the result of a step: it is not thrown again. */
  void reported(NonFiniteLossException failure) {
    if (failure == unreported) {
      unreported = null;
    }
  }

  private NonFiniteLossException failureAt(long failedStep) {
    NonFiniteLossException failure = session.failure(failedStep, Optional.empty());
    session.clearFailure();
    return failure;
  }

  private void resolve(long number, double loss) {
    // Every batch of a step has the step's loss for its result.
    while (!pending.isEmpty() && pending.peek().step() == number && Double.isFinite(loss)) {
      pending.remove().resolve(loss);
    }
  }

  /** The gradients of the latest step, by the parameters' names. */
  Map<String, HostTensor> gradients() {
    if (!session.hasGradients()) {
      throw new IllegalStateException(
          "There are no gradients before the first step; call fit or step first");
    }
    Map<String, HostTensor> gradients = new LinkedHashMap<>();
    List<StateLayout.Entry> learnt = session.state().placement().layout().learnt();
    List<HostTensor> values = session.gradients();
    for (int i = 0; i < learnt.size(); i++) {
      String name = learnt.get(i).name();
      HostTensor gradient = values.get(i);
      gradients.put(name, HostTensor.of(name, gradient.shape(), gradient.floats()));
    }
    return Collections.unmodifiableMap(gradients);
  }

  /** The plan of a step. */
  Explanation explain(int rows) {
    return executable(PlanKey.of(step, rows)).explain();
  }

  /** The plan of a step with measured times; the state and gradients are put back. */
  Explanation profile(int rows, int runs) {
    if (runs < 1) {
      throw new IllegalArgumentException("A profile needs at least one run, found " + runs);
    }
    collect(true);
    requireWholeSteps();
    return Profiling.of(session, executable(PlanKey.of(step, rows)), runs, nanoTime);
  }
}
