package org.gradcl.cli.bench.peers;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.cli.bench.Machine;
import org.gradcl.cli.bench.Workload;
import org.gradcl.io.json.Json;

/** A comparison as a JSON object: machine, systems, those that are absent, times. */
public final class ComparisonJson {
  private ComparisonJson() {}

  /** Whether a file holds such an object. */
  public static boolean isIn(Path file) throws IOException {
    return Json.read(Files.readString(file)) instanceof Map<?, ?> map
        && map.containsKey("systems")
        && map.containsKey("times");
  }

  /** Writes the object; the writer stays open. */
  public static void write(Writer writer, Comparison comparison, List<String> absent)
      throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("machine", Machine.ofProcess().fields());
    Map<String, Object> systems = new LinkedHashMap<>();
    comparison.labels().forEach(label -> systems.put(label, comparison.systems().get(label)));
    fields.put("systems", systems);
    fields.put("absent", absent);
    Map<String, Object> peaks = new LinkedHashMap<>();
    comparison
        .labels()
        .forEach(
            label -> {
              Long bytes = comparison.peakMemoryBytes().get(label);
              if (bytes != null) {
                peaks.put(label, bytes);
              }
            });
    fields.put("peakMemoryBytes", peaks);
    List<Object> times = new ArrayList<>();
    for (Workload workload : comparison.workloads()) {
      for (String label : comparison.labels()) {
        comparison.time(label, workload).ifPresent(time -> times.add(fields(label, time)));
      }
    }
    fields.put("times", times);
    List<Object> ratios = new ArrayList<>();
    for (Workload workload : comparison.workloads()) {
      for (String label : comparison.ours()) {
        comparison
            .ratio(label, workload)
            .ifPresent(ratio -> ratios.add(ratio(workload.name(), label, ratio)));
      }
    }
    fields.put("ratios", ratios);
    writer.write(Json.indented(fields));
  }

  private static Map<String, Object> fields(String label, PeerTime time) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("workload", time.workload());
    fields.put("system", label);
    fields.put("bestMs", time.bestMs());
    fields.put("medianMs", time.medianMs());
    return fields;
  }

  /** The best peer's time over ours. */
  private static Map<String, Object> ratio(String workload, String label, double ratio) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("workload", workload);
    fields.put("system", label);
    fields.put("peerOverOwn", ratio);
    return fields;
  }
}
