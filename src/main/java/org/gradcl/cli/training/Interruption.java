package org.gradcl.cli.training;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.gradcl.train.Trainer;

/**
 * Makes an end of the process, as by Ctrl-C, an orderly one: the fit is cancelled, and the process
 * ends once this is closed, after the checkpoint was written, or after half a minute.
 */
final class Interruption implements AutoCloseable {
  private static final int SECONDS = 30;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  /** Cancels that trainer's fit when the process is asked to end. */
  Interruption(Trainer trainer) {
    hook = new Thread(() -> end(trainer), "end of process");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void end(Trainer trainer) {
    trainer.cancel();
    try {
      if (!done.await(SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already: the hook is what waits for this.
      return;
    }
  }
}
