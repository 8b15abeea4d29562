package org.gradcl.train;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.LongSupplier;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Executable;
import org.gradcl.device.Explanation;
import org.gradcl.tensor.HostTensor;
import org.gradcl.train.session.DeviceSession;
import org.gradcl.train.session.Snapshot;

/**
 * Measures the launches of a step on a warm engine. The batch is zeros; every round begins with the
 * same state, which is restored at the end.
 */
final class Profiling {
  private final DeviceSession session;
  private final Executable executable;
  private final Snapshot before;
  private final List<HostTensor> gradients;

  private Profiling(DeviceSession session, Executable executable) {
    this.session = session;
    this.executable = executable;
    this.before = session.snapshot();
    this.gradients = session.gradients();
  }

  /** Warms up, then measures a number of runs. */
  static Explanation of(
      DeviceSession session, Executable executable, int runs, LongSupplier nanoTime) {
    Profiling profiling = new Profiling(session, executable);
    WarmUp warmUp =
        WarmUp.of(
            nanoTime, warming -> profiling.measure(warming).stepMicroseconds().orElse(Double.NaN));
    Explanation measured = profiling.measure(runs);
    return measured.stepMicroseconds().isEmpty()
        ? measured
        : measured.with(new Explanation.Profile(runs, warmUp.seconds(), warmUp.settled()));
  }

  private Explanation measure(int runs) {
    BatchBuffer batch = executable.acquire();
    for (FloatBuffer buffer : batch.inputs().values()) {
      for (int i = 0; i < buffer.limit(); i++) {
        buffer.put(i, 0);
      }
    }
    try {
      return executable.profile(batch, runs);
    } finally {
      session.restore(before);
      gradients.forEach(session.state()::write);
    }
  }
}
