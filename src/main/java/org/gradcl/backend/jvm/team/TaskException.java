package org.gradcl.backend.jvm.team;

/** A piece of a task threw; the cause is what it threw. */
public final class TaskException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TaskException(Throwable cause) {
    super("A piece of work on the JVM engine failed: " + cause, cause);
  }
}
