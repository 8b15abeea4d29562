package org.gradcl.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The sections of {@code docs/performance.md} that are made from what {@code bench --json} wrote:
 * each stands between {@code <!-- figures: FILE -->} and {@code <!-- end -->}.
 */
final class PerformancePage {
  private static final Pattern SECTION =
      Pattern.compile("(<!-- figures: (\\S+) -->\n).*?(<!-- end -->)", Pattern.DOTALL);

  private PerformancePage() {}

  /** The files that sections name. */
  static List<String> files(String page) {
    return SECTION.matcher(page).results().map(section -> section.group(2)).toList();
  }

  /** The page with every section made anew. */
  static String rendered(String page, Function<String, Optional<Map<?, ?>>> figures) {
    return SECTION
        .matcher(page)
        .replaceAll(section -> Matcher.quoteReplacement(section(section, figures)));
  }

  private static String section(
      MatchResult section, Function<String, Optional<Map<?, ?>>> figures) {
    String text =
        figures
            .apply(section.group(2))
            .map(file -> file.containsKey("roofline") ? sweep(file) : comparison(file))
            .orElse("Not measured at this state of the code; `src/bench/run` does.\n");
    return section.group(1) + "\n" + text + "\n" + section.group(3);
  }

  /** Where it was measured, as a sentence. */
  private static String machine(Map<?, ?> file) {
    Map<?, ?> machine = (Map<?, ?>) file.get("machine");
    return String.format(
        Locale.ROOT,
        "%s, %.0f cores, %s, Java %s, GradCL at `%s`.",
        machine.get("processor"),
        number(machine, "cores"),
        machine.get("system"),
        machine.get("java"),
        machine.get("commit"));
  }

  /** Roofline and sizes. */
  private static String sweep(Map<?, ?> file) {
    Map<?, ?> roofline = (Map<?, ?>) file.get("roofline");
    StringBuilder text = new StringBuilder();
    text.append(file.get("device")).append(". ").append(machine(file));
    text.append(
        String.format(
            Locale.ROOT,
            " Roofline: %.0f GFLOP/s of multiply-adds, %.2f µs an empty launch, memory",
            number(roofline, "gflops"),
            number(roofline, "launchMicroseconds")));
    text.append(
        ((List<?>) roofline.get("bandwidths"))
            .stream()
                .map(bandwidth -> (Map<?, ?>) bandwidth)
                .map(
                    bandwidth ->
                        String.format(
                            Locale.ROOT,
                            " %.0f GB/s at %,.0f KiB",
                            number(bandwidth, "gigabytesPerSecond"),
                            number(bandwidth, "bytes") / 1024))
                .collect(Collectors.joining(",")));
    text.append(".\n\n| width | batch | best ms | GFLOP/s | bound by | of roofline |\n");
    text.append("|---|---|---|---|---|---|\n");
    for (Object entry : (List<?>) file.get("sizes")) {
      Map<?, ?> size = (Map<?, ?>) entry;
      text.append(
          String.format(
              Locale.ROOT,
              "| %,.0f | %,.0f | %s | %.1f | %s | %.2f |%n",
              number(size, "width"),
              number(size, "batch"),
              milliseconds(number(size, "bestMs")),
              number(size, "bestGflops"),
              size.get("bound"),
              number(size, "shareOfRoofline")));
    }
    return text.toString();
  }

  /** Best times of all systems, ratios, and where GradCL is slower. */
  private static String comparison(Map<?, ?> file) {
    StringBuilder text = new StringBuilder(machine(file)).append("\n\n");
    Map<?, ?> systems = (Map<?, ?>) file.get("systems");
    systems.forEach((label, said) -> text.append(String.format("- %s: %s%n", label, said)));
    ((List<?>) file.get("absent")).forEach(line -> text.append("- ").append(line).append('\n'));
    List<?> ratios = (List<?>) file.get("ratios");
    Set<String> own = values(ratios, "system");
    text.append("\n| best ms |");
    systems.keySet().forEach(label -> text.append(' ').append(label).append(" |"));
    own.forEach(label -> text.append(" best peer / ").append(label).append(" |"));
    text.append("\n|---|").append("---|".repeat(systems.size() + own.size())).append('\n');
    List<?> times = (List<?>) file.get("times");
    for (String workload : values(times, "workload")) {
      text.append("| ").append(workload).append(" |");
      for (Object label : systems.keySet()) {
        Double best = value(times, workload, label, "bestMs");
        text.append(best == null ? " |" : " " + milliseconds(best) + " |");
      }
      for (String label : own) {
        Double ratio = value(ratios, workload, label, "peerOverOwn");
        text.append(ratio == null ? " |" : String.format(Locale.ROOT, " %.2f |", ratio));
      }
      text.append('\n');
    }
    text.append(peaks(file, systems.keySet(), own.size()));
    own.forEach(label -> text.append('\n').append(losses(label, ratios)).append('\n'));
    return text.toString();
  }

  /** The most memory of each system's process, MiB; nothing of files that do not have it. */
  private static String peaks(Map<?, ?> file, Set<?> labels, int ratios) {
    if (!(file.get("peakMemoryBytes") instanceof Map<?, ?> peaks)) {
      return "";
    }
    StringBuilder row = new StringBuilder("| peak MiB of the process |");
    for (Object label : labels) {
      row.append(
          peaks.containsKey(label)
              ? String.format(Locale.ROOT, " %,.0f |", number(peaks, (String) label) / (1 << 20))
              : " |");
    }
    return row.append(" |".repeat(ratios)).append('\n').toString();
  }

  private static String losses(String label, List<?> ratios) {
    List<String> slower = new ArrayList<>();
    for (String workload : values(ratios, "workload")) {
      Double ratio = value(ratios, workload, label, "peerOverOwn");
      if (ratio != null && ratio < 1) {
        slower.add(workload);
      }
    }
    return slower.isEmpty()
        ? label + " is nowhere slower than the best peer."
        : label + " is slower than the best peer at " + String.join(", ", slower) + ".";
  }

  private static Set<String> values(List<?> entries, String key) {
    Set<String> values = new LinkedHashSet<>();
    entries.forEach(entry -> values.add((String) ((Map<?, ?>) entry).get(key)));
    return values;
  }

  private static Double value(List<?> entries, String workload, Object label, String key) {
    return entries.stream()
        .map(entry -> (Map<?, ?>) entry)
        .filter(entry -> workload.equals(entry.get("workload")))
        .filter(entry -> label.equals(entry.get("system")))
        .map(entry -> number(entry, key))
        .findFirst()
        .orElse(null);
  }

  /** Three significant digits. */
  private static String milliseconds(double value) {
    int decimals = (int) Math.max(0, 2 - Math.floor(Math.log10(value)));
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** JSON does not tell whole numbers from others. */
  private static double number(Map<?, ?> map, String key) {
    return ((Number) map.get(key)).doubleValue();
  }
}
