package org.gradcl.cli.bench.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.gradcl.cli.bench.Workload;
import org.gradcl.text.TextTable;

/**
 * Systems that run the same workloads in turns, round by round, each a process of its own: what
 * slows the machine for a while then slows all of them. One thread.
 */
public final class Comparison {
  private final List<Workload> workloads;
  private final List<Competitor> competitors;
  private final Map<String, String> systems = new LinkedHashMap<>();
  private final Map<String, Map<String, PeerTime>> best = new LinkedHashMap<>();
  private final Map<String, Long> peaks = new LinkedHashMap<>();
  private final List<String> absent = new ArrayList<>();

  /** Of some systems over some workloads, nothing measured yet. */
  public Comparison(List<Workload> workloads, List<Competitor> competitors) {
    this.workloads = List.copyOf(workloads);
    this.competitors = new ArrayList<>(competitors);
  }

  /**
   * Measures.
   *
   * @param rounds at least 1
   * @param seconds to warm up and to measure each workload in each round
   * @param says takes a line for each process that is started
   */
  public void run(int rounds, double seconds, Consumer<String> says) {
    for (int round = 1; round <= rounds; round++) {
      for (Competitor competitor : List.copyOf(competitors)) {
        List<Workload> own = workloads.stream().filter(competitor::runs).toList();
        if (!own.isEmpty()) {
          says.accept("round " + round + " of " + rounds + ": " + competitor.label());
          run(competitor, own, seconds);
        }
      }
    }
  }

  private void run(Competitor competitor, List<Workload> own, double seconds) {
    try {
      PeerOutput output = competitor.run(own, seconds);
      systems.put(competitor.label(), output.system());
      output
          .peakMemoryBytes()
          .ifPresent(bytes -> peaks.merge(competitor.label(), bytes, Math::max));
      Map<String, PeerTime> times =
          best.computeIfAbsent(competitor.label(), label -> new LinkedHashMap<>());
      output
          .times()
          .forEach(
              time ->
                  times.merge(time.workload(), time, (a, b) -> a.bestMs() <= b.bestMs() ? a : b));
    } catch (PeerException e) {
      competitors.remove(competitor);
      absent.add(
          competitor.label() + " is not there: " + e.getMessage() + "; " + competitor.cure());
    }
  }

  /** What each system said of itself, by its label. */
  public Map<String, String> systems() {
    return Map.copyOf(systems);
  }

  /** The most memory that a system's process has held in any round, bytes, by its label. */
  public Map<String, Long> peakMemoryBytes() {
    return Map.copyOf(peaks);
  }

  /** A line for each system that could not be measured. */
  public List<String> absent() {
    return List.copyOf(absent);
  }

  /** The workloads that were to be measured. */
  public List<Workload> workloads() {
    return workloads;
  }

  /** Labels of what was measured, GradCL first. */
  public List<String> labels() {
    return competitors.stream().map(Competitor::label).filter(best::containsKey).toList();
  }

  /** The time of a system, from the round that was best. */
  public Optional<PeerTime> time(String label, Workload workload) {
    return Optional.ofNullable(best.getOrDefault(label, Map.of()).get(workload.name()));
  }

  /** Labels of GradCL's own. */
  public List<String> ours() {
    return competitors.stream()
        .filter(Competitor::isGradcl)
        .map(Competitor::label)
        .filter(best::containsKey)
        .toList();
  }

  /** The fastest of the peers for a workload, if any has run it. */
  public Optional<PeerTime> bestPeer(Workload workload) {
    return labels().stream()
        .filter(label -> !ours().contains(label))
        .flatMap(label -> time(label, workload).stream())
        .min((a, b) -> Double.compare(a.bestMs(), b.bestMs()));
  }

  /** The fastest peer's best time over ours: above 1, GradCL is faster. */
  public Optional<Double> ratio(String label, Workload workload) {
    return time(label, workload)
        .flatMap(own -> bestPeer(workload).map(peer -> peer.bestMs() / own.bestMs()));
  }

  /** Best times, a row for each workload, and the ratios; then the memory of the processes. */
  public TextTable table() {
    List<String> header = new ArrayList<>(List.of("best ms"));
    header.addAll(labels());
    ours().forEach(label -> header.add("peer / " + label));
    TextTable table = new TextTable(header.toArray(String[]::new));
    for (Workload workload : workloads) {
      table.row(cells(workload).toArray(String[]::new));
    }
    List<String> memory = new ArrayList<>(List.of("peak MiB"));
    labels()
        .forEach(
            label -> memory.add(peaks.containsKey(label) ? "" + (peaks.get(label) >> 20) : "–"));
    ours().forEach(label -> memory.add(""));
    table.row(memory.toArray(String[]::new));
    return table;
  }

  /** The cells of a workload's row. */
  List<String> cells(Workload workload) {
    List<String> cells = new ArrayList<>(List.of(workload.name()));
    labels().forEach(label -> cells.add(text(time(label, workload).map(PeerTime::bestMs), "%.4f")));
    ours().forEach(label -> cells.add(text(ratio(label, workload), "%.2f")));
    return cells;
  }

  private static String text(Optional<Double> value, String format) {
    return value.map(number -> String.format(Locale.ROOT, format, number)).orElse("–");
  }
}
