package org.gradcl.train;

import java.util.function.Supplier;

/**
 * Allows one thread at a time to use an object; the refusal of a second names both. The thread in
 * it may call again where that is allowed, as a listener does.
 */
final class ThreadGuard {
  private final String what;
  private Thread inside;
  private String doing;
  private int depth;
  private boolean closed;

  /** A guard of something, such as {@code trainer}. */
  ThreadGuard(String what) {
    this.what = what;
  }

  /**
   * Runs an operation that a listener may call too.
   *
   * @throws IllegalStateException if the object is closed or another thread is using it
   */
  <T> T shared(String operation, Supplier<T> body) {
    enter(operation, true);
    try {
      return body.get();
    } finally {
      exit();
    }
  }

  /** As {@link #shared(String, Supplier)}, without a result. */
  void shared(String operation, Runnable body) {
    shared(
        operation,
        () -> {
          body.run();
          return null;
        });
  }

  /**
   * Runs an operation that must not be called from within another.
   *
   * @throws IllegalStateException as {@link #shared(String, Supplier)}, or if it is called from
   *     within another
   */
  <T> T alone(String operation, Supplier<T> body) {
    enter(operation, false);
    try {
      return body.get();
    } finally {
      exit();
    }
  }

  /** Closes the object once; later calls do nothing. */
  void close(Runnable body) {
    synchronized (this) {
      if (closed) {
        return;
      }
    }
    enter("close", false);
    try {
      synchronized (this) {
        closed = true;
      }
      body.run();
    } finally {
      exit();
    }
  }

  private synchronized void enter(String operation, boolean nestable) {
    if (closed) {
      throw new IllegalStateException(
          String.format(
              "%s was called after this %s was closed; build a new one", operation, what));
    }
    Thread caller = Thread.currentThread();
    if (inside != null && inside != caller) {
      throw new IllegalStateException(
          String.format(
              "A %s is used by one thread at a time: thread '%s' called %s while thread '%s' is in"
                  + " %s. Wait for it, or give each thread its own %s",
              what, caller.getName(), operation, inside.getName(), doing, what));
    }
    if (inside != null && !nestable) {
      throw new IllegalStateException(
          String.format(
              "%s was called from within %s; what is called back there may use the %s to predict,"
                  + " to evaluate, to read and to save; do the rest after %s",
              operation, doing, what, doing));
    }
    if (depth++ == 0) {
      inside = caller;
      doing = operation;
    }
  }

  private synchronized void exit() {
    if (--depth == 0) {
      inside = null;
      doing = null;
    }
  }
}
