package org.gradcl.train.feed;

import org.gradcl.data.BatchCursor;
import org.gradcl.data.BatchSource;
import org.gradcl.data.Capability;

/**
 * Fills the batch buffers of the training plans with one epoch's batches, in order. The fit is its
 * owner and closes it. One thread, that of the fit.
 *
 * <p>Data in memory is copied inline, while the device runs the previous step. Other sources fill
 * on a separate thread, one batch ahead.
 */
public interface Feeder extends AutoCloseable {
  /** The next batch; waits for a free batch buffer and for the source. */
  Batch next();

  /** Ends the pass and closes its cursor; a batch that was filled ahead is lost. */
  @Override
  void close();

  /**
   * The feeder for a source's pass, which owns the cursor.
   *
   * @param position samples of the pass that the cursor has passed
   */
  static Feeder of(
      BatchSource source,
      BatchCursor cursor,
      long position,
      BatchPlans plans,
      FeederThread thread) {
    return source.capabilities().contains(Capability.IN_MEMORY)
        ? new InlineFeeder(cursor, plans)
        : new StreamingFeeder(cursor, position, plans, thread.executor());
  }
}
