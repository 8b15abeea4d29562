package org.gradcl.cli.bench.peers;

import java.util.List;
import org.gradcl.cli.bench.Workload;

/** A system, in one configuration, that is run as a process of its own. Immutable. */
public interface Competitor {
  /** For tables and files, such as {@code DJL, spinning}. */
  String label();

  /** Whether it is GradCL itself. */
  boolean isGradcl();

  /** What to do if it is not there. */
  String cure();

  /** Whether it can run a workload. */
  boolean runs(Workload workload);

  /**
   * Runs workloads in a new process.
   *
   * @param seconds to warm up and to measure each
   * @throws PeerException if it is not there, or fails
   */
  PeerOutput run(List<Workload> workloads, double seconds) throws PeerException;
}
