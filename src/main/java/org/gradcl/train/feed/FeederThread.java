package org.gradcl.train.feed;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The executor on which a streaming source fills its batches: the program's own, or a thread that
 * starts when it is first needed and ends when this is closed. The fit is its owner and closes it.
 * One thread, that of the fit.
 */
public final class FeederThread implements AutoCloseable {
  private final Optional<Executor> given;
  private ExecutorService own;

  /** The program's executor, if there is one. */
  public FeederThread(Optional<Executor> given) {
    this.given = given;
  }

  Executor executor() {
    if (given.isPresent()) {
      return given.get();
    }
    if (own == null) {
      own =
          Executors.newSingleThreadExecutor(
              task -> {
                Thread thread = new Thread(task, "gradcl-feeder");
                thread.setDaemon(true);
                return thread;
              });
    }
    return own;
  }

  @Override
  public void close() {
    if (own != null) {
      own.shutdown();
    }
  }
}
