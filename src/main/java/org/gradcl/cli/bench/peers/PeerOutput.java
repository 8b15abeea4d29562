package org.gradcl.cli.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a system said of itself, its times and its memory.
 *
 * @param system names and versions
 * @param times of the workloads that it was given, in their order
 * @param peakMemoryBytes the most memory that the process has held; empty if it did not say
 */
public record PeerOutput(String system, List<PeerTime> times, OptionalLong peakMemoryBytes) {
  /** Copies the list. */
  public PeerOutput {
    times = List.copyOf(times);
  }

  /**
   * Reads the lines that {@code src/bench/README.md} describes: {@code system}, {@code time} and
   * {@code memory}, their fields apart by tabs. Other lines, as libraries print them, are passed
   * over.
   *
   * @param workloads that it was given
   * @throws PeerException if the line of the system or the time of a workload is missing, or a
   *     number is not positive
   */
  static PeerOutput parse(List<String> lines, List<String> workloads) throws PeerException {
    String system = null;
    List<PeerTime> times = new ArrayList<>();
    OptionalLong memory = OptionalLong.empty();
    for (String line : lines) {
      String[] fields = line.split("\t");
      if (fields[0].equals("system") && fields.length == 2) {
        system = fields[1];
      } else if (fields[0].equals("time") && fields.length == 4) {
        times.add(new PeerTime(fields[1], positive(fields[2], line), positive(fields[3], line)));
      } else if (fields[0].equals("memory") && fields.length == 2) {
        memory = OptionalLong.of((long) positive(fields[1], line));
      }
    }
    if (system == null) {
      throw new PeerException("it printed no line that says what it is");
    }
    List<String> timed = times.stream().map(PeerTime::workload).toList();
    if (!timed.equals(workloads)) {
      throw new PeerException("it was to time " + workloads + " and printed times of " + timed);
    }
    return new PeerOutput(system, times, memory);
  }

  private static double positive(String text, String line) throws PeerException {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!(value > 0 && Double.isFinite(value))) {
      throw new PeerException("it printed '" + text + "' for a number in the line '" + line + "'");
    }
    return value;
  }
}
