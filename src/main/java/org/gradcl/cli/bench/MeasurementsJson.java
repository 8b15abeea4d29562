package org.gradcl.cli.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
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
    try (JsonGenerator json =
        new JsonFactory()
            .createGenerator(writer)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .useDefaultPrettyPrinter()) {
      json.writeStartArray();
      for (Measurement measurement : measurements) {
        json.writeStartObject();
        json.writeStringField("workload", measurement.workload());
        json.writeStringField("engine", measurement.engine());
        json.writeNumberField("medianMs", measurement.medianMs());
        json.writeNumberField("bestMs", measurement.bestMs());
        json.writeNumberField("samplesPerSecond", measurement.samplesPerSecond());
        json.writeNumberField("gflops", measurement.gflops());
        json.writeNumberField("launchesPerStep", measurement.launchesPerStep());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    writer.write('\n');
  }
}
