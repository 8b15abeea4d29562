package org.gradcl.cli.explain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import org.gradcl.device.Explanation;

/** A plan as it runs on a device, as a JSON object. */
public final class ExplanationJson {
  private ExplanationJson() {}

  /** Writes the object; the writer stays open. Bytes are bytes, times microseconds. */
  public static void write(Writer writer, Explanation explanation) throws IOException {
    try (JsonGenerator json =
        new JsonFactory()
            .createGenerator(writer)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("device", explanation.device());
      json.writeNumberField("rows", explanation.batchSize());
      json.writeArrayFieldStart("launches");
      for (Explanation.Launch launch : explanation.launches()) {
        write(json, explanation, launch);
      }
      json.writeEndArray();
      json.writeNumberField("flops", explanation.flops());
      if (explanation.profile().isPresent()) {
        write(json, explanation, explanation.profile().get());
      }
      json.writeObjectFieldStart("memory");
      json.writeNumberField("state", explanation.memory().state());
      json.writeNumberField("workspace", explanation.memory().workspace());
      json.writeNumberField("batch", explanation.memory().batch());
      json.writeNumberField("outputs", explanation.memory().outputs());
      json.writeNumberField("device", explanation.memory().device());
      json.writeEndObject();
      json.writeFieldName("notes");
      json.writeArray(explanation.notes().toArray(String[]::new), 0, explanation.notes().size());
      json.writeEndObject();
    }
    writer.write('\n');
  }

  private static void write(JsonGenerator json, Explanation explanation, Explanation.Launch launch)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("phase", launch.phase().name().toLowerCase(Locale.ROOT));
    json.writeStringField("name", launch.name());
    json.writeStringField("kind", launch.kind());
    json.writeStringField("shape", launch.shape());
    json.writeStringField("formula", launch.formula());
    json.writeStringField("kernel", launch.kernel().name());
    json.writeStringField("variant", launch.kernel().variant());
    json.writeStringField("launchShape", launch.kernel().shape());
    json.writeNumberField("enqueues", launch.kernel().enqueues());
    json.writeNumberField("flops", launch.flops());
    json.writeNumberField("bytes", launch.bytes());
    write(json, "reads", launch.reads());
    write(json, "writes", launch.writes());
    if (launch.microseconds().isPresent()) {
      json.writeNumberField("microseconds", launch.microseconds().getAsDouble());
      json.writeNumberField("share", explanation.share(launch).getAsDouble());
      json.writeNumberField("gflops", launch.gflops().getAsDouble());
    }
    json.writeEndObject();
  }

  private static void write(
      JsonGenerator json, Explanation explanation, Explanation.Profile profile) throws IOException {
    json.writeObjectFieldStart("profile");
    json.writeNumberField("microseconds", explanation.stepMicroseconds().getAsDouble());
    json.writeNumberField("gflops", explanation.gflops().getAsDouble());
    json.writeNumberField("runs", profile.runs());
    json.writeNumberField("warmUpSeconds", profile.warmUpSeconds());
    json.writeBooleanField("settled", profile.settled());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String field, List<Explanation.Place> places)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Explanation.Place place : places) {
      json.writeStartObject();
      json.writeStringField("region", place.region());
      json.writeNumberField("offset", place.offset());
      json.writeNumberField("rows", place.rows());
      json.writeNumberField("columns", place.columns());
      json.writeNumberField("stride", place.stride());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
