package org.gradcl.device;

/**
 * Counts of a device's operations since it was opened, which do not depend on the speed of the
 * machine.
 *
 * @param launches launches of plans
 * @param enqueues kernel enqueues, or routines started on the JVM engine: a launch takes several
 *     where a sum is cut into parts, which a further kernel folds
 * @param transfers transfers of batches to the device
 * @param reads non-blocking reads of ring and status
 * @param blockingReads reads that waited
 * @param finishes waits for the whole queue
 * @param arguments kernel arguments set
 * @param allocations device buffers created
 * @param batchBufferWaits how often a run waited for a free batch buffer
 */
public record Counters(
    long launches,
    long enqueues,
    long transfers,
    long reads,
    long blockingReads,
    long finishes,
    long arguments,
    long allocations,
    long batchBufferWaits) {

  /** The counts since an earlier snapshot. */
  public Counters since(Counters earlier) {
    return new Counters(
        launches - earlier.launches,
        enqueues - earlier.enqueues,
        transfers - earlier.transfers,
        reads - earlier.reads,
        blockingReads - earlier.blockingReads,
        finishes - earlier.finishes,
        arguments - earlier.arguments,
        allocations - earlier.allocations,
        batchBufferWaits - earlier.batchBufferWaits);
  }
}
