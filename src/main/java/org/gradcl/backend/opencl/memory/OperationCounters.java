package org.gradcl.backend.opencl.memory;

import org.gradcl.device.Counters;

/** Counts what a context does. One thread at a time. */
public final class OperationCounters {
  private long launches;
  private long enqueues;
  private long transfers;
  private long reads;
  private long blockingReads;
  private long finishes;
  private long arguments;
  private long allocations;
  private long batchBufferWaits;

  /** Counts launches of a plan. */
  public void launched(int count) {
    launches += count;
  }

  void enqueued() {
    enqueues++;
  }

  void transferred() {
    transfers++;
  }

  void read() {
    reads++;
  }

  void readBlocking() {
    blockingReads++;
  }

  void finished() {
    finishes++;
  }

  /** Counts an argument set on a kernel. */
  public void argumentSet() {
    arguments++;
  }

  void allocated() {
    allocations++;
  }

  /** Counts a wait for a free batch buffer. */
  public void waitedForBatchBuffer() {
    batchBufferWaits++;
  }

  /** The counts so far. */
  public Counters snapshot() {
    return new Counters(
        launches,
        enqueues,
        transfers,
        reads,
        blockingReads,
        finishes,
        arguments,
        allocations,
        batchBufferWaits);
  }
}
