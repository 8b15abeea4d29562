package org.gradcl.cli.training;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.gradcl.train.Trainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an end of the process, as by Ctrl-C, an orderly one: the fit is cancelled, and the process
 * ends once the checkpoint was written, or after half a minute.
 */
final class Interruption {
  private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);
  private static final int SECONDS = 30;

  /** What must come to its end before the process does. */
  @FunctionalInterface
  interface Work<T> {
    /** Does it. */
    T run() throws IOException;
  }

  private Interruption() {}

  /** Does some work, in which that trainer's fit is cancelled if the process is to end. */
  static <T> T cancels(Trainer trainer, Work<T> work) throws IOException {
    CountDownLatch done = new CountDownLatch(1);
    Thread hook = new Thread(() -> end(trainer, done), "end of process");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.run();
    } finally {
      done.countDown();
      remove(hook);
    }
  }

  private static void end(Trainer trainer, CountDownLatch done) {
    trainer.cancel();
    try {
      if (!done.await(SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: it is the hook that waited for this.
      LOG.debug("Not removed, the process is ending", e);
    }
  }
}
