package org.gradcl.train.fit;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.gradcl.train.report.FitControl;

/** Lets a listener stop or save the fit that it follows. */
final class RunControl implements FitControl {
  private final Consumer<Path> saving;
  private final Thread thread = Thread.currentThread();
  private volatile boolean stopped;
  private volatile boolean ended;

  /**
   * The control of a fit that this thread runs.
   *
   * @param saving writes a checkpoint of the present step
   */
  RunControl(Consumer<Path> saving) {
    this.saving = saving;
  }

  @Override
  public void stop() {
    requireRunning("stop");
    stopped = true;
  }

  @Override
  public void save(Path file) {
    requireRunning("save");
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException(
          String.format(
              "FitControl.save was called by thread '%s'; the fit runs in thread '%s', and a"
                  + " listener saves within a call to it",
              Thread.currentThread().getName(), thread.getName()));
    }
    saving.accept(file);
  }

  private void requireRunning(String operation) {
    if (ended) {
      throw new IllegalStateException(
          String.format(
              "FitControl.%s was called after its fit had ended; the trainer has a save of its own",
              operation));
    }
  }

  /** Whether the fit is to end after its present step. */
  boolean isStopped() {
    return stopped;
  }

  /** The fit has ended. */
  void end() {
    ended = true;
  }
}
