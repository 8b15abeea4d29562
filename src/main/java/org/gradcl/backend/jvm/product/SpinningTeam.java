package org.gradcl.backend.jvm.product;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.gradcl.backend.jvm.launch.Team;

/**
 * A fixed team of threads, the caller among them, that share a launch's parts by a fixed split.
 *
 * <p>Idle threads spin for some microseconds, since the launches of a step follow each other
 * closely, then park: spinning on is faster on a quiet machine and several times slower on a busy
 * one. A run allocates nothing.
 */
public final class SpinningTeam implements Team {
  private static final int SPINS = 4000;

  private final Worker[] workers;
  private final int spins;
  private final AtomicInteger pending = new AtomicInteger();
  private volatile Thread caller;
  private volatile Throwable failure;
  private volatile boolean closed;
  private Work work;
  private int parts;

  private final class Worker extends Thread {
    private final int number;
    private volatile int round;
    private int seen;

    Worker(int number) {
      super("gradcl-jvm-" + number);
      this.number = number;
      setDaemon(true);
    }

    @Override
    public void run() {
      while (awaitRound()) {
        try {
          share(number);
        } catch (Throwable thrown) {
          failure = thrown;
        }
        if (pending.decrementAndGet() == 0) {
          LockSupport.unpark(caller);
        }
      }
    }

    private boolean awaitRound() {
      int spun = 0;
      while (round == seen) {
        if (closed) {
          return false;
        }
        if (spun < spins) {
          spun++;
          Thread.onSpinWait();
        } else {
          LockSupport.park(SpinningTeam.this);
        }
      }
      seen = round;
      return !closed;
    }

    void begin() {
      round = round + 1;
      LockSupport.unpark(this);
    }
  }

  /**
   * A team of that many threads, at least 1, the caller included. Spins only if there is a
   * processor for each thread.
   */
  public SpinningTeam(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("A team has at least 1 thread, asked for " + threads);
    }
    this.spins = threads <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
    this.workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1);
      workers[i].start();
    }
  }

  @Override
  public int threads() {
    return workers.length + 1;
  }

  @Override
  public void run(int partCount, Work toDo) {
    if (closed) {
      throw new IllegalStateException("The team of threads is closed");
    }
    if (workers.length == 0 || partCount < 2) {
      for (int part = 0; part < partCount; part++) {
        toDo.part(part, 0);
      }
      return;
    }
    work = toDo;
    parts = partCount;
    caller = Thread.currentThread();
    pending.set(workers.length);
    for (Worker worker : workers) {
      worker.begin();
    }
    Throwable own = null;
    try {
      share(0);
    } catch (Throwable thrown) {
      own = thrown;
    }
    awaitOthers();
    work = null;
    Throwable first = own != null ? own : failure;
    failure = null;
    if (first != null) {
      throw new IllegalStateException("A launch failed on the JVM engine: " + first, first);
    }
  }

  private void awaitOthers() {
    int spun = 0;
    boolean interrupted = false;
    while (pending.get() > 0) {
      if (spun < SPINS) {
        spun++;
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The parts of one thread: a contiguous range that depends on counts only. */
  private void share(int thread) {
    int from = (int) ((long) parts * thread / threads());
    int to = (int) ((long) parts * (thread + 1) / threads());
    for (int part = from; part < to; part++) {
      work.part(part, thread);
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Worker worker : workers) {
      LockSupport.unpark(worker);
    }
    boolean interrupted = false;
    for (Worker worker : workers) {
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
}
