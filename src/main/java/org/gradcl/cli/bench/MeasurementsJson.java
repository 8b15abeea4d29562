package org.gradcl.cli.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.io.json.Json;

/** Measurements as a JSON list of objects, a measurement each. */
public final class MeasurementsJson {
  private MeasurementsJson() {}

  /** Whether a file holds such a list. */
  public static boolean isIn(Path file) throws IOException {
    return Json.read(Files.readString(file)) instanceof List<?> list
        && list.stream().allMatch(m -> m instanceof Map<?, ?> map && map.containsKey("workload"));
  }

  /** Writes the list; the writer stays open. */
  public static void write(Writer writer, List<Measurement> measurements) throws IOException {
    writer.write(Json.indented(measurements.stream().map(MeasurementsJson::fields).toList()));
  }

  private static Map<String, Object> fields(Measurement measurement) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("workload", measurement.workload());
    fields.put("engine", measurement.engine());
    fields.put("medianMs", measurement.medianMs());
    fields.put("bestMs", measurement.bestMs());
    fields.put("samplesPerSecond", measurement.samplesPerSecond());
    fields.put("gflops", measurement.gflops());
    fields.put("bestGflops", measurement.bestGflops());
    fields.put("launchesPerStep", measurement.launchesPerStep());
    fields.put("enqueuesPerStep", measurement.enqueuesPerStep());
    fields.put("allocatedBytesPerStep", measurement.allocatedBytesPerStep());
    measurement.peakMemoryBytes().ifPresent(bytes -> fields.put("peakMemoryBytes", bytes));
    return fields;
  }
}
