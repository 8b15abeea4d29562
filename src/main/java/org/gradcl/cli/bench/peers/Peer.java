package org.gradcl.cli.bench.peers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.cli.bench.Workload;

/**
 * Another system, as a program that is told workloads in words.
 *
 * @param label such as {@code DJL, spinning}
 * @param cure what to install
 * @param kinds the first words of workloads that it knows, such as {@code train}
 * @param program and its arguments, before seconds and workloads
 * @param environment variables for it
 */
record Peer(
    String label,
    String cure,
    List<String> kinds,
    List<String> program,
    Map<String, String> environment)
    implements Competitor {
  /** Copies the collections. */
  Peer {
    kinds = List.copyOf(kinds);
    program = List.copyOf(program);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  @Override
  public boolean isGradcl() {
    return false;
  }

  @Override
  public boolean runs(Workload workload) {
    return kinds.contains(workload.words().replaceFirst(",.*", ""));
  }

  @Override
  public PeerOutput run(List<Workload> workloads, double seconds) throws PeerException {
    List<String> command = new ArrayList<>(program);
    command.add(Double.toString(seconds));
    workloads.forEach(workload -> command.add(workload.name() + "=" + workload.words()));
    List<String> lines = Processes.run(command, environment);
    return PeerOutput.parse(lines, workloads.stream().map(Workload::name).toList());
  }
}
