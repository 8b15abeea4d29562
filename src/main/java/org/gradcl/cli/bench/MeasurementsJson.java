package org.gradcl.cli.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Measurements as a JSON list of objects, a measurement each. */
public final class MeasurementsJson {
  private MeasurementsJson() {}

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
