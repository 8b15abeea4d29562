package org.gradcl.cli.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcl.io.json.Json;

/** A sweep as a JSON object: device, roofline, sizes. */
public final class SweepJson {
  private SweepJson() {}

  /** Whether a file holds such an object. */
  public static boolean isIn(Path file) throws IOException {
    return Json.read(Files.readString(file)) instanceof Map<?, ?> map
        && map.containsKey("roofline")
        && map.containsKey("sizes");
  }

  /** Writes the object; the writer stays open. */
  public static void write(Writer writer, Sweep sweep) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("machine", Machine.ofProcess().fields());
    fields.put("engine", sweep.engine());
    fields.put("device", sweep.device());
    fields.put("roofline", fields(sweep.roofline()));
    fields.put("sizes", sweep.measurements().stream().map(SweepJson::fields).toList());
    writer.write(Json.indented(fields));
  }

  private static Map<String, Object> fields(Roofline roofline) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("gflops", 1e-9 * roofline.flopsPerSecond());
    fields.put("launchMicroseconds", 1e6 * roofline.launchSeconds());
    fields.put("bandwidths", roofline.bandwidths().stream().map(SweepJson::fields).toList());
    return fields;
  }

  private static Map<String, Object> fields(Roofline.Bandwidth bandwidth) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("bytes", bandwidth.workingSet());
    fields.put("gigabytesPerSecond", 1e-9 * bandwidth.bytesPerSecond());
    return fields;
  }

  private static Map<String, Object> fields(SweepMeasurement measurement) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("width", measurement.point().width());
    fields.put("batch", measurement.point().batch());
    fields.put("medianMs", measurement.time().medianMs());
    fields.put("bestMs", measurement.time().bestMs());
    fields.put("gflops", measurement.time().gflops());
    fields.put("bestGflops", measurement.time().bestGflops());
    fields.put("launchesPerStep", measurement.time().launchesPerStep());
    fields.put("enqueuesPerStep", measurement.time().enqueuesPerStep());
    fields.put("bound", measurement.bound().word());
    fields.put("floorMs", measurement.floorMs());
    fields.put("shareOfRoofline", measurement.share());
    return fields;
  }
}
