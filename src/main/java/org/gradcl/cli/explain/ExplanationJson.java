package org.gradcl.cli.explain;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradcl.device.Explanation;
import org.gradcl.io.json.Json;

/** A plan as it runs on a device, as a JSON object. */
public final class ExplanationJson {
  private ExplanationJson() {}

  /** Writes the object; the writer stays open. Bytes are bytes, times microseconds. */
  public static void write(Writer writer, Explanation explanation) throws IOException {
    writer.write(Json.indented(fields(explanation)));
  }

  private static Map<String, Object> fields(Explanation explanation) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("device", explanation.device());
    fields.put("rows", explanation.batchSize());
    fields.put(
        "launches", explanation.launches().stream().map(l -> fields(explanation, l)).toList());
    fields.put("flops", explanation.flops());
    explanation.profile().ifPresent(profile -> fields.put("profile", fields(explanation, profile)));
    fields.put("memory", fields(explanation.memory()));
    fields.put("notes", explanation.notes());
    return fields;
  }

  private static Map<String, Object> fields(Explanation explanation, Explanation.Launch launch) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("phase", launch.phase().name().toLowerCase(Locale.ROOT));
    fields.put("name", launch.name());
    fields.put("kind", launch.kind());
    fields.put("shape", launch.shape());
    fields.put("formula", launch.formula());
    fields.put("kernel", launch.kernel().name());
    fields.put("variant", launch.kernel().variant());
    fields.put("launchShape", launch.kernel().shape());
    fields.put("enqueues", launch.kernel().enqueues());
    fields.put("flops", launch.flops());
    fields.put("bytes", launch.bytes());
    fields.put("reads", places(launch.reads()));
    fields.put("writes", places(launch.writes()));
    if (launch.microseconds().isPresent()) {
      fields.put("microseconds", launch.microseconds().getAsDouble());
      fields.put("share", explanation.share(launch).getAsDouble());
      fields.put("gflops", launch.gflops().getAsDouble());
    }
    return fields;
  }

  private static Map<String, Object> fields(Explanation explanation, Explanation.Profile profile) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("microseconds", explanation.stepMicroseconds().getAsDouble());
    fields.put("gflops", explanation.gflops().getAsDouble());
    fields.put("runs", profile.runs());
    fields.put("warmUpSeconds", profile.warmUpSeconds());
    fields.put("settled", profile.settled());
    return fields;
  }

  private static Map<String, Object> fields(Explanation.Memory memory) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("state", memory.state());
    fields.put("workspace", memory.workspace());
    fields.put("batch", memory.batch());
    fields.put("outputs", memory.outputs());
    fields.put("device", memory.device());
    return fields;
  }

  private static List<Object> places(List<Explanation.Place> places) {
    List<Object> list = new ArrayList<>();
    for (Explanation.Place place : places) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("region", place.region());
      fields.put("offset", place.offset());
      fields.put("rows", place.rows());
      fields.put("columns", place.columns());
      fields.put("stride", place.stride());
      list.add(fields);
    }
    return list;
  }
}
