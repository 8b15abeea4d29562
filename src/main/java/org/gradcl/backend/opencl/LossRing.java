package org.gradcl.backend.opencl;

import java.util.Arrays;
import org.gradcl.backend.LossConsumer;
import org.gradcl.backend.StepStatus;
import org.gradcl.backend.opencl.memory.DeviceBuffer;
import org.gradcl.backend.opencl.memory.OpenClContext;
import org.gradcl.backend.opencl.memory.PendingEvent;
import org.gradcl.plan.Target;
import org.jocl.Pointer;

/**
 * The host's side of step record and ring of losses: reads both, in one transfer that nobody waits
 * for, every half ring, so that no step's loss is overwritten before it was read.
 *
 * <p>Layout of the records buffer, in words: the record {@code next}, the record {@code current},
 * then the losses of {@code ringLength} steps; see {@code common.clh}.
 */
final class LossRing implements AutoCloseable {
  static final int RECORD_WORDS = 8;
  private static final int RING_BEGIN = 2 * RECORD_WORDS;
  private static final int STEP = 0;
  private static final int STATUS = 6;

  private final OpenClContext context;
  private final DeviceBuffer records;
  private final DeviceBuffer snapshot;
  private final int[] words;
  private final Pointer pointer;
  private final PendingEvent arrival;
  private final int ringLength;
  private int runsSinceRead;
  private boolean reading;
  private boolean nonFinite;
  private int knownStep;
  private int deliveredStep;
  private double[] losses;

  LossRing(OpenClContext context, DeviceBuffer records, Target target) {
    this.context = context;
    this.records = records;
    this.ringLength = target.ringLength();
    this.losses = new double[2 * ringLength];
    this.arrival = new PendingEvent(context);
    this.snapshot = new DeviceBuffer(context, records.bytes(), "losses on their way to the host");
    this.words = new int[Math.toIntExact(records.bytes() / 4)];
    this.pointer = Pointer.to(words);
  }

  /** Bytes of the records buffer. */
  static long bytes(Target target) {
    return 4L * (RING_BEGIN + (long) target.ringLength());
  }

  /** Says that a training step was enqueued; starts a read every half ring. */
  void stepEnqueued() {
    runsSinceRead++;
    if (runsSinceRead >= ringLength / 2) {
      startRead();
    }
  }

  private void startRead() {
    finishRead();
    context.queue().snapshot(records, snapshot, records.bytes(), arrival);
    context.queue().flush();
    runsSinceRead = 0;
    reading = true;
  }

  /** Waits for the read that is under way, if any, and takes what it brought. */
  private void finishRead() {
    if (reading) {
      arrival.await();
      takeSnapshot();
    }
  }

  private void takeSnapshot() {
    reading = false;
    context.transfers().fetch(snapshot, pointer, records.bytes());
    int step = words[STEP];
    nonFinite = words[STATUS] != 0;
    int pending = knownStep - deliveredStep;
    int total = pending + step - knownStep;
    if (total > losses.length) {
      losses = Arrays.copyOf(losses, Math.max(total, 2 * losses.length));
    }
    for (int s = knownStep; s < step; s++) {
      losses[s - deliveredStep] = loss(s);
    }
    knownStep = step;
  }

  private double loss(int step) {
    return Float.intBitsToFloat(words[RING_BEGIN + step % ringLength]);
  }

  /** See {@code State.collect}. */
  StepStatus collect(boolean wait, LossConsumer consumer) {
    if (wait) {
      if (runsSinceRead > 0) {
        startRead();
      }
      finishRead();
    } else if (reading && arrival.isComplete()) {
      // Having asked is no synchronisation by OpenCL's rules, waiting is: only after it are the
      // numbers sure to be seen by another queue.
      finishRead();
    }
    int first = deliveredStep;
    deliveredStep = knownStep;
    for (int s = first; s < knownStep; s++) {
      consumer.accept(s, losses[s - first]);
    }
    return new StepStatus(nonFinite, knownStep);
  }

  /** Begins anew at a step: drops what was not collected. */
  void reset(int step, boolean nonFiniteStatus) {
    finishRead();
    runsSinceRead = 0;
    knownStep = step;
    deliveredStep = step;
    nonFinite = nonFiniteStatus;
  }

  @Override
  public void close() {
    try {
      arrival.await();
    } finally {
      arrival.close();
      snapshot.close();
    }
  }
}
