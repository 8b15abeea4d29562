package org.gradcl.backend.jvm.team;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that do the pieces of one {@link Task} after the other, the caller among them.
 *
 * <p>How a task is cut is the caller's business and must not depend on the number of threads: then
 * neither does the result. Each thread begins with a share of the pieces, the same of every task:
 * what one task has written is read by the next on the same core as a rule, and need not come from
 * another's cache, which is slower than from memory where cores have caches of their own. Whoever
 * has done its share takes pieces of others', so that a thread that the system has put aside delays
 * only its own piece. A run allocates nothing. Idle threads spin for some microseconds, since a
 * launch usually follows at once, then park.
 *
 * <p>{@link #run} and {@link #close} are for one thread at a time. The threads are daemons; whoever
 * made the team closes it.
 */
public final class ThreadTeam implements AutoCloseable {
  private static final long SPIN_NANOS = 50_000;
  private static final int SPINS_PER_LOOK_AT_THE_CLOCK = 32;
  private static final long REMAINING_MASK = 0xFFFFFFFFL;

  /** Distance of shares: a cache line each, and its neighbour that is fetched with it. */
  private static final int SHARE = 16;

  private final Worker[] workers;
  private final boolean spins;

  /**
   * For each thread the number of the run in the upper half, the pieces of its share that nobody
   * has taken yet in the lower: one word, so that a late thread can't take a piece of another run
   * than the one it saw.
   */
  private final AtomicLongArray untaken;

  private final AtomicInteger unfinished = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  // Written before a run's pieces can be taken, read after one has been.
  private Task task;
  private int pieces;

  /** The number of the latest run, written when all of its pieces can be taken. */
  private volatile long run;

  private volatile Thread waitingCaller;
  private volatile boolean closed;

  /**
   * A team.
   *
   * @param threads number of threads, the caller of {@link #run} included, at least 1; more than
   *     there are cores is allowed
   */
  public ThreadTeam(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "A team needs at least 1 thread, the caller, found " + threads);
    }
    // With fewer cores than threads a spinning thread keeps a working one from its core.
    spins = threads <= Runtime.getRuntime().availableProcessors();
    untaken = new AtomicLongArray(threads * SHARE);
    workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1);
      workers[i].start();
    }
  }

  /** The number of threads, the caller included. */
  public int threads() {
    return workers.length + 1;
  }

  /**
   * Does all pieces of a task, the caller helping, and returns when they are done.
   *
   * @throws TaskException if a piece threw; the cause is what the first one threw. The others have
   *     been done
   * @throws IllegalStateException if the team is closed
   */
  public void run(Task work, int count) {
    if (closed) {
      throw new IllegalStateException("The thread team is closed; open the device anew");
    }
    if (workers.length == 0 || count == 1) {
      for (int piece = 0; piece < count; piece++) {
        runPiece(work, piece, 0);
      }
    } else if (count > 1) {
      runTogether(work, count);
    }
    if (failure.get() != null) {
      throw new TaskException(failure.getAndSet(null));
    }
  }

  private void runTogether(Task work, int count) {
    task = work;
    pieces = count;
    unfinished.set(count);
    long number = run + 1;
    for (int share = 0; share < threads(); share++) {
      int inShare = firstOf(share + 1) - firstOf(share);
      untaken.set(share * SHARE, number << 32 | inShare);
    }
    run = number;
    int wanted = Math.min(workers.length, count - 1);
    for (int i = 0; i < wanted; i++) {
      workers[i].wake();
    }
    takePieces(0);
    awaitOthers();
    task = null;
  }

  /** The first piece of a thread's share. */
  private int firstOf(int share) {
    return (int) ((long) share * pieces / threads());
  }

  /**
   * Takes and does pieces until none is left: those of the own share first. What was done is
   * counted once, behind the last: a word that several threads write goes from cache to cache each
   * time.
   */
  private void takePieces(int thread) {
    int done = 0;
    for (int i = 0; i < threads(); i++) {
      done += takeShare((thread + i) % threads(), thread);
    }
    if (done > 0 && unfinished.addAndGet(-done) == 0) {
      Thread caller = waitingCaller;
      if (caller != null) {
        LockSupport.unpark(caller);
      }
    }
  }

  /** Returns how many pieces of a share were done. */
  private int takeShare(int share, int thread) {
    int done = 0;
    while (true) {
      long seen = untaken.get(share * SHARE);
      int remaining = (int) (seen & REMAINING_MASK);
      if (remaining == 0) {
        return done;
      }
      if (untaken.compareAndSet(share * SHARE, seen, seen - 1)) {
        runPiece(task, firstOf(share + 1) - remaining, thread);
        done++;
      }
    }
  }

  private void runPiece(Task work, int piece, int thread) {
    try {
      work.run(piece, thread);
    } catch (Throwable thrown) {
      failure.compareAndSet(null, thrown);
    }
  }

  private void awaitOthers() {
    if (spinUntilFinished()) {
      return;
    }
    waitingCaller = Thread.currentThread();
    while (unfinished.get() > 0) {
      LockSupport.park(this);
    }
    waitingCaller = null;
  }

  private boolean spinUntilFinished() {
    long start = System.nanoTime();
    while (unfinished.get() > 0) {
      for (int i = 0; i < SPINS_PER_LOOK_AT_THE_CLOCK && unfinished.get() > 0; i++) {
        Thread.onSpinWait();
      }
      if (!spins || System.nanoTime() - start > SPIN_NANOS) {
        return false;
      }
    }
    return true;
  }

  /** Ends the threads and waits for their end. A second call does nothing. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    for (Worker worker : workers) {
      LockSupport.unpark(worker);
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One of the other threads. */
  private final class Worker extends Thread {
    private final int number;
    private volatile boolean parked;

    Worker(int number) {
      super("gradcl-jvm-" + number);
      this.number = number;
      setDaemon(true);
    }

    /** Called after work was offered: whoever parks looks for work after it has said so. */
    void wake() {
      if (parked) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      while (!closed) {
        long seen = run;
        takePieces(number);
        if (!spins || !spin(seen)) {
          park(seen);
        }
      }
    }

    /** Waits for a run behind the one seen; whether there is one, or the team is closed. */
    private boolean spin(long seen) {
      long start = System.nanoTime();
      while (System.nanoTime() - start < SPIN_NANOS) {
        for (int i = 0; i < SPINS_PER_LOOK_AT_THE_CLOCK; i++) {
          if (run != seen || closed) {
            return true;
          }
          Thread.onSpinWait();
        }
      }
      return false;
    }

    private void park(long seen) {
      parked = true;
      while (run == seen && !closed) {
        LockSupport.park(ThreadTeam.this);
      }
      parked = false;
    }
  }
}
