package org.gradcl.train.feed;

import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Executable;
import org.gradcl.data.BatchCursor;

/** Fills each batch when it is asked for, on the caller's thread. */
final class InlineFeeder implements Feeder {
  private final BatchCursor cursor;
  private final BatchPlans plans;

  InlineFeeder(BatchCursor cursor, BatchPlans plans) {
    this.cursor = cursor;
    this.plans = plans;
  }

  @Override
  public Batch next() {
    long position = cursor.position();
    int rows = plans.rows(position);
    Executable executable = plans.of(position);
    BatchBuffer batchBuffer = executable.acquire();
    cursor.fill(rows, batchBuffer.inputs());
    return new Batch(executable, batchBuffer, rows, plans.batches().endsStep(position));
  }

  @Override
  public void close() {
    cursor.close();
  }
}
