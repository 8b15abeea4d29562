package org.gradcl.train.fit;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** The time that a run has taken, and this call of it. Not safe for use by several threads. */
final class Stopwatch {
  private final LongSupplier nanoTime;
  private final double secondsBefore;
  private long startNanos;
  private OptionalLong stoppedNanos = OptionalLong.empty();

  /**
   * A watch that is not running yet.
   *
   * @param secondsBefore of the run, before this call
   */
  Stopwatch(LongSupplier nanoTime, double secondsBefore) {
    this.nanoTime = nanoTime;
    this.secondsBefore = secondsBefore;
  }

  void start() {
    startNanos = nanoTime.getAsLong();
  }

  /** Stops the time. */
  void stop() {
    stoppedNanos = OptionalLong.of(nanoTime.getAsLong());
  }

  private long nanos() {
    return (stoppedNanos.isPresent() ? stoppedNanos.getAsLong() : nanoTime.getAsLong())
        - startNanos;
  }

  /** Seconds of the whole run. */
  double seconds() {
    return secondsBefore + secondsOfCall();
  }

  /** Seconds since the start of this call. */
  double secondsOfCall() {
    return nanos() / 1e9;
  }

  /** Whether this call has lasted at least this long. */
  boolean hasReached(Duration limit) {
    return Duration.ofNanos(nanos()).compareTo(limit) >= 0;
  }
}
