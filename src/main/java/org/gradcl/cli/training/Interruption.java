package org.gradcl.cli.training;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.gradcl.train.Trainer;

/**
 * Makes an end of the process, as by Ctrl-C, an orderly one: a fit is cancelled, what follows it is
 * told, and the process ends once the command has said where the checkpoint is, or why it could not
 * be written; or after half a minute. What runs no fit ends at once.
 */
public final class Interruption {
  private static final int SECONDS = 30;
  private static final int CANCELS_A_SECOND = 10;
  private static final Set<Fitting> FITTING = ConcurrentHashMap.newKeySet();

  private final CountDownLatch over = new CountDownLatch(1);

  Interruption() {}

  /** Something that can be cancelled. */
  @FunctionalInterface
  interface Work<T> {
    /**
     * Does it.
     *
     * @param ending whether the process is to end; asked by what takes long and is no fit
     */
    T run(BooleanSupplier ending) throws IOException;
  }

  /** Work that is going on. */
  private record Fitting(Trainer trainer, AtomicBoolean ending) {}

  /** From now on the process ends in this way; to be asked for once, by the thread of main. */
  public static Interruption ofProcess() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::end, "end of process"));
    return interruption;
  }

  /** Does some work, in which that trainer's fit is cancelled if the process is to end. */
  static <T> T cancels(Trainer trainer, Work<T> work) throws IOException {
    Fitting fitting = new Fitting(trainer, new AtomicBoolean());
    FITTING.add(fitting);
    try {
      return work.run(fitting.ending()::get);
    } finally {
      FITTING.remove(fitting);
    }
  }

  /** The command has printed everything: nothing has to be waited for any more. */
  public void over() {
    over.countDown();
  }

  void end() {
    boolean fitting = false;
    try {
      // Again and again: a fit that was only about to begin does not know of what came before.
      for (int i = 0; i < SECONDS * CANCELS_A_SECOND; i++) {
        for (Fitting work : FITTING) {
          work.ending().set(true);
          work.trainer().cancel();
          fitting = true;
        }
        if (!fitting || over.await(1000 / CANCELS_A_SECOND, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      System.err.println(
          "gradcl: ended before its work was done, half a minute after it was to end; 'train"
              + " --resume' goes on from the last checkpoint");
      Runtime.getRuntime().halt(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
