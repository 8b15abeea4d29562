package org.gradcl.cli.training;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.gradcl.data.ColumnSchema;
import org.gradcl.data.Split;
import org.gradcl.data.TableSchema;
import org.gradcl.device.DeviceReport;
import org.gradcl.device.Explanation;
import org.gradcl.io.AtomicFile;
import org.gradcl.step.TrainingStep;
import org.gradcl.text.FileFailure;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.TrainingReport;

/**
 * {@code run.json}: all that is needed to know what a run was and what came of it.
 *
 * <pre>
 * seed,
 * configuration {data, target, …, rows {training, validation, test}, model, loss, optimizer, epochs,
 * batchSize, patience},
 * versions {gradcl, commit, java, system},
 * device {engine, id, name, summary, headline, properties, candidates},
 * testRmse {mean, linear, network} (of several targets testRmseByTarget, too) or
 * testAccuracy {majority, linear, network},
 * trainingSeconds, samplesPerSecond, launchesPerStep, enqueuesPerStep, steps, epochs, bestEpoch,
 * stopReason, loss, validationLoss
 * </pre>
 *
 * @param choice of data
 * @param split which rows were for what; the examples have parts of their own
 * @param schema of the data
 * @param step what was trained
 * @param settings of the fit
 * @param report of the fit
 * @param explanation of a training step as it ran
 * @param results on the test part, if it has rows
 */
record RunRecord(
    DataChoice choice,
    Split split,
    TableSchema schema,
    TrainingStep step,
    FitSettings settings,
    TrainingReport report,
    Explanation explanation,
    Optional<Results> results) {

  /**
   * Writes the record to a file.
   *
   * @throws IOException if it can't be written
   */
  void write(Path file) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeNumberField("seed", settings.seed());
      writeConfiguration(json);
      writeVersions(json, Versions.ofProcess());
      writeDevice(json, report.device());
      if (results.isPresent()) {
        results.get().writeJson(json);
      }
      writeCourse(json);
      json.writeEndObject();
    }
    try {
      AtomicFile.write(file, (text + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw FileFailure.unwritable(
          file,
          e,
          "the model and the checkpoints beside it are complete; make it writable or free space"
              + " there");
    }
  }

  private void writeConfiguration(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("configuration");
    json.writeStringField("data", choice.data());
    json.writeFieldName("target");
    String[] targets = schema.targets().stream().map(ColumnSchema::name).toArray(String[]::new);
    json.writeArray(targets, 0, targets.length);
    json.writeFieldName("text");
    json.writeArray(choice.text().toArray(String[]::new), 0, choice.text().size());
    if (!choice.isExample()) {
      json.writeFieldName("ignore");
      json.writeArray(choice.ignore().toArray(String[]::new), 0, choice.ignore().size());
      json.writeStringField("missing", choice.missing().name().toLowerCase(Locale.ROOT));
      json.writeNumberField("validation", choice.split().validation());
      json.writeNumberField("splitSeed", choice.split().seed());
    }
    json.writeObjectFieldStart("rows");
    for (Split.Part part : Split.Part.values()) {
      json.writeNumberField(part.name().toLowerCase(Locale.ROOT), split.rows(part).length);
    }
    json.writeEndObject();
    json.writeStringField("model", step.model().describe());
    json.writeStringField("loss", step.loss().describe());
    json.writeStringField("optimizer", step.optimizer().describe());
    json.writeNumberField("epochs", settings.epochs());
    json.writeNumberField("batchSize", settings.batchSize());
    json.writeNumberField("patience", settings.patience());
    json.writeEndObject();
  }

  private static void writeVersions(JsonGenerator json, Versions versions) throws IOException {
    json.writeObjectFieldStart("versions");
    json.writeStringField("gradcl", versions.version());
    json.writeStringField("commit", versions.commit());
    json.writeStringField("java", versions.java());
    json.writeStringField("system", versions.system());
    json.writeEndObject();
  }

  private static void writeDevice(JsonGenerator json, DeviceReport report) throws IOException {
    DeviceReport.Row chosen = report.chosen().orElseThrow();
    json.writeObjectFieldStart("device");
    json.writeStringField("engine", chosen.description().provider());
    json.writeStringField("id", chosen.description().id());
    json.writeStringField("name", chosen.description().name());
    json.writeStringField("summary", chosen.description().summary());
    json.writeStringField("headline", report.headline());
    json.writeObjectFieldStart("properties");
    for (Map.Entry<String, String> property : chosen.description().properties().entrySet()) {
      json.writeStringField(property.getKey(), property.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("candidates");
    for (DeviceReport.Row row : report.rows()) {
      json.writeStartObject();
      json.writeStringField("id", row.description().id());
      json.writeStringField("summary", row.description().summary());
      json.writeStringField("reason", row.reason().name());
      json.writeStringField("detail", row.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Of the whole run, also if it was resumed: what {@code trainingSeconds} are the seconds of. */
  static double samplesPerSecond(TrainingReport report) {
    long samples = report.epochs().stream().mapToLong(EpochReport::samples).sum();
    double seconds = report.lastEpoch().seconds();
    return seconds > 0 ? samples / seconds : 0;
  }

  private void writeCourse(JsonGenerator json) throws IOException {
    EpochReport last = report.lastEpoch();
    json.writeNumberField("trainingSeconds", last.seconds());
    json.writeNumberField("samplesPerSecond", samplesPerSecond(report));
    json.writeNumberField("launchesPerStep", explanation.launches().size());
    json.writeNumberField(
        "enqueuesPerStep",
        explanation.launches().stream().mapToInt(launch -> launch.kernel().enqueues()).sum());
    json.writeNumberField("steps", last.step());
    json.writeNumberField("epochs", last.epoch());
    if (report.bestEpoch().isPresent()) {
      json.writeNumberField("bestEpoch", report.bestEpoch().getAsInt());
    }
    json.writeStringField("stopReason", report.stopReason().name());
    json.writeNumberField("loss", last.loss());
    if (last.validationLoss().isPresent()) {
      json.writeNumberField("validationLoss", last.validationLoss().getAsDouble());
    }
  }
}
