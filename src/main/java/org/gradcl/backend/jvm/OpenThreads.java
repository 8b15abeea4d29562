package org.gradcl.backend.jvm;

import java.lang.ref.Cleaner;
import org.gradcl.backend.jvm.team.ThreadTeam;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of an open device. They end when it is closed; if the garbage collector finds that
 * nobody can close it any more, that is a leak: it is reported with the place where the device was
 * opened, and the threads end.
 *
 * <p>Does not refer to the device. Safe for use by several threads.
 */
final class OpenThreads implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenThreads.class);
  private static final Cleaner CLEANER = Cleaner.create();

  private final ThreadTeam team;
  private final Throwable place = new Throwable("opened here");
  private volatile boolean closed;

  private OpenThreads(ThreadTeam team) {
    this.team = team;
  }

  /** The threads of a device that was just opened. */
  static OpenThreads of(Object device, ThreadTeam team) {
    OpenThreads threads = new OpenThreads(team);
    CLEANER.register(device, threads);
    return threads;
  }

  /** Called by the cleaner when the device became unreachable. */
  @Override
  public void run() {
    if (!closed) {
      LOG.warn(
          "A JVM engine with {} threads was never closed: close its trainer or predictor",
          team.threads(),
          place);
      close();
    }
  }

  @Override
  public void close() {
    closed = true;
    team.close();
  }
}
