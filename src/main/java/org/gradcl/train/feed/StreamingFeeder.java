package org.gradcl.train.feed;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Executable;
import org.gradcl.data.BatchCursor;

/**
 * Fills batches on another thread, one ahead of the one that is asked for. Only the fit's thread
 * uses executables; the other thread writes into batch buffers that were acquired for it.
 */
final class StreamingFeeder implements Feeder {
  private static final int AHEAD = 2;

  private final BatchCursor cursor;
  private final BatchPlans plans;
  private final Executor executor;
  private final Deque<Filling> fillings = new ArrayDeque<>();
  private CompletableFuture<Void> latest = CompletableFuture.completedFuture(null);
  private long position;

  private record Filling(Batch batch, CompletableFuture<Void> done) {}

  StreamingFeeder(BatchCursor cursor, long position, BatchPlans plans, Executor executor) {
    this.cursor = cursor;
    this.plans = plans;
    this.executor = executor;
    this.position = position;
  }

  @Override
  public Batch next() {
    while (fillings.size() < AHEAD && position < plans.batches().samplesPerEpoch()) {
      startFilling();
    }
    Filling first = fillings.remove();
    try {
      first.done().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException) {
        throw (RuntimeException) e.getCause();
      }
      if (e.getCause() instanceof Error) {
        throw (Error) e.getCause();
      }
      throw e;
    }
    return first.batch();
  }

  private void startFilling() {
    int rows = plans.rows(position);
    Executable executable = plans.of(position);
    BatchBuffer batchBuffer = executable.acquire();
    latest = latest.thenRunAsync(() -> cursor.fill(rows, batchBuffer.inputs()), executor);
    boolean endsStep = plans.batches().endsStep(position);
    fillings.add(new Filling(new Batch(executable, batchBuffer, rows, endsStep), latest));
    position += rows;
  }

  /** Waits for a batch that is being filled, since the cursor is used by one thread at a time. */
  @Override
  public void close() {
    latest.handle((done, failure) -> null).join();
    cursor.close();
  }
}
