package org.gradcl.cli.explain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import org.gradcl.backend.Explanation;
import org.gradcl.plan.Launch;
import org.gradcl.plan.Plan;
import org.gradcl.plan.View;

/** A plan as it runs on a device, as a JSON object. */
public final class ExplanationJson {
  private ExplanationJson() {}

  /** Writes the object; the writer stays open. Bytes are bytes, times microseconds. */
  public static void write(Writer writer, Explanation explanation) throws IOException {
    Plan plan = explanation.plan();
    try (JsonGenerator json =
        new JsonFactory()
            .createGenerator(writer)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("device", explanation.device());
      json.writeNumberField("rows", plan.rows());
      json.writeArrayFieldStart("launches");
      for (Explanation.Row row : explanation.rows()) {
        write(json, row);
      }
      json.writeEndArray();
      json.writeNumberField("flops", plan.flops());
      json.writeObjectFieldStart("memory");
      json.writeNumberField("state", plan.state().bytes());
      json.writeNumberField("workspace", 4L * plan.workspaceElements());
      json.writeNumberField("batch", 4L * plan.inputElements());
      json.writeNumberField("outputs", 4L * plan.outputElements());
      json.writeNumberField("device", explanation.deviceBytes());
      json.writeEndObject();
      json.writeFieldName("notes");
      json.writeArray(explanation.notes().toArray(String[]::new), 0, explanation.notes().size());
      json.writeEndObject();
    }
    writer.write('\n');
  }

  private static void write(JsonGenerator json, Explanation.Row row) throws IOException {
    Launch launch = row.launch();
    json.writeStartObject();
    json.writeStringField("phase", launch.phase().name().toLowerCase(Locale.ROOT));
    json.writeStringField("name", launch.name());
    json.writeStringField("kind", launch.kind().name().toLowerCase(Locale.ROOT));
    json.writeStringField("shape", launch.shape());
    json.writeStringField("formula", launch.formula());
    json.writeStringField("kernel", row.kernel());
    json.writeStringField("variant", row.variant());
    json.writeStringField("launchShape", row.shape());
    json.writeNumberField("enqueues", row.enqueues());
    json.writeNumberField("flops", launch.flops());
    json.writeNumberField("bytes", launch.bytes());
    write(json, "reads", launch.reads());
    write(json, "writes", launch.writes());
    if (row.microseconds().isPresent()) {
      json.writeNumberField("microseconds", row.microseconds().getAsDouble());
      json.writeNumberField("gflops", 1e-3 * launch.flops() / row.microseconds().getAsDouble());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String field, List<View> views) throws IOException {
    json.writeArrayFieldStart(field);
    for (View view : views) {
      json.writeStartObject();
      json.writeStringField("region", view.region().name().toLowerCase(Locale.ROOT));
      json.writeNumberField("offset", view.offset());
      json.writeNumberField("rows", view.rows());
      json.writeNumberField("columns", view.columns());
      json.writeNumberField("stride", view.stride());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
