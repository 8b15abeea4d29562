package org.gradcl.cli.bench.peers;

import java.util.ArrayList;
import java.util.List;

/**
 * What a system said of itself and its times.
 *
 * @param system names and versions
 * @param times of the workloads that it was given, in their order
 */
public record PeerOutput(String system, List<PeerTime> times) {
  /** Copies the list. */
  public PeerOutput {
    times = List.copyOf(times);
  }

  /**
   * Reads the lines that {@code src/bench/README.md} describes: {@code system} and {@code time},
   * their fields apart by tabs. Other lines, as libraries print them, are passed over.
   *
   * @param workloads that it was given
   * @throws PeerException if the line of the system or the time of a workload is missing, or a time
   *     is no positive number
   */
  static PeerOutput parse(List<String> lines, List<String> workloads) throws PeerException {
    String system = null;
    List<PeerTime> times = new ArrayList<>();
    for (String line : lines) {
      String[] fields = line.split("\t");
      if (fields[0].equals("system") && fields.length == 2) {
        system = fields[1];
      } else if (fields[0].equals("time") && fields.length == 4) {
        times.add(new PeerTime(fields[1], positive(fields[2], line), positive(fields[3], line)));
      }
    }
    if (system == null) {
      throw new PeerException("it printed no line that says what it is");
    }
    List<String> timed = times.stream().map(PeerTime::workload).toList();
    if (!timed.equals(workloads)) {
      throw new PeerException("it was to time " + workloads + " and printed times of " + timed);
    }
    return new PeerOutput(system, times);
  }

  private static double positive(String text, String line) throws PeerException {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!(value > 0 && Double.isFinite(value))) {
      throw new PeerException("it printed '" + text + "' for a time in the line '" + line + "'");
    }
    return value;
  }
}
