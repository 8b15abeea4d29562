package org.gradcl.cli.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.gradcl.data.table.ColumnSchema;
import org.gradcl.data.table.Split;
import org.gradcl.device.DeviceDescription;
import org.gradcl.device.DeviceReport;
import org.gradcl.device.Explanation;
import org.gradcl.io.file.AtomicFile;
import org.gradcl.io.json.Json;
import org.gradcl.step.TrainingStep;
import org.gradcl.text.FileFailure;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.TrainingReport;

/**
 * {@code run.json}: the configuration of a run and its results.
 *
 * <pre>
 * seed,
 * configuration {data, target, …, rows {training, validation, test}, model, loss, optimizer, epochs,
 * batchSize, patience, precision},
 * versions {gradcl, commit, java, system},
 * device {engine, id, name, summary, headline, precision, properties, candidates},
 * testRmse {mean, linear, network} (of several targets testRmseByTarget, too) or
 * testAccuracy {majority, linear, network},
 * trainingSeconds, samplesPerSecond, launchesPerStep, enqueuesPerStep, steps, epochs, bestEpoch,
 * stopReason, loss, validationLoss
 * </pre>
 *
 * @param training what was trained
 * @param report of the fit
 * @param explanation of a training step as it ran
 * @param results on the test part, if it has rows
 */
record RunRecord(
    Training training, TrainingReport report, Explanation explanation, Optional<Results> results) {

  /**
   * Writes the record to a file.
   *
   * @throws IOException if it can't be written
   */
  void write(Path file) throws IOException {
    try {
      AtomicFile.write(file, Json.indented(fields()).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw FileFailure.unwritable(
          file,
          e,
          "the model and the checkpoints beside it are complete; make it writable or free space"
              + " there");
    }
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("seed", training.fit().seed());
    fields.put("configuration", configuration());
    fields.put("versions", versions(Versions.ofProcess()));
    fields.put("device", device(report.device()));
    results.ifPresent(r -> fields.putAll(r.figures()));
    fields.putAll(course());
    return fields;
  }

  private Map<String, Object> configuration() {
    DataChoice choice = training.data();
    Problem problem = training.problem();
    FitChoice fit = training.fit();
    TrainingStep step = training.step();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("data", choice.data());
    fields.put("target", problem.schema().targets().stream().map(ColumnSchema::name).toList());
    fields.put("text", choice.text());
    if (!choice.isExample()) {
      fields.put("ignore", choice.ignore());
      fields.put("missing", choice.missing().name().toLowerCase(Locale.ROOT));
      fields.put("validation", choice.split().validation());
      fields.put("test", choice.split().test().toString());
      fields.put("splitSeed", choice.split().seed());
    }
    Map<String, Object> rows = new LinkedHashMap<>();
    for (Split.Part part : Split.Part.values()) {
      rows.put(part.name().toLowerCase(Locale.ROOT), problem.split().rows(part).length);
    }
    fields.put("rows", rows);
    fields.put("model", step.model().describe());
    fields.put("loss", step.objective().describe());
    fields.put("optimizer", step.optimizer().describe());
    fields.put("epochs", fit.epochs());
    fields.put("batchSize", fit.batchSize());
    fields.put("patience", fit.patience());
    fields.put("precision", fit.precision().name());
    return fields;
  }

  private static Map<String, Object> versions(Versions versions) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("gradcl", versions.version());
    fields.put("commit", versions.commit());
    fields.put("java", versions.java());
    fields.put("system", versions.system());
    return fields;
  }

  private static Map<String, Object> device(DeviceReport report) {
    DeviceDescription chosen = report.chosen().orElseThrow().description();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("engine", chosen.provider());
    fields.put("id", chosen.id());
    fields.put("name", chosen.name());
    fields.put("summary", chosen.summary());
    fields.put("headline", report.headline());
    fields.put("precision", report.precision().text());
    fields.put("properties", chosen.properties());
    fields.put("candidates", report.rows().stream().map(RunRecord::candidate).toList());
    return fields;
  }

  private static Map<String, Object> candidate(DeviceReport.Row row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", row.description().id());
    fields.put("summary", row.description().summary());
    fields.put("reason", row.reason().name());
    fields.put("detail", row.detail());
    return fields;
  }

  /** The rate of the whole run, also if it was resumed, over its {@code trainingSeconds}. */
  static double samplesPerSecond(TrainingReport report) {
    long samples = report.epochs().stream().mapToLong(EpochReport::samples).sum();
    double seconds = report.lastEpoch().seconds();
    return seconds > 0 ? samples / seconds : 0;
  }

  private Map<String, Object> course() {
    Map<String, Object> fields = new LinkedHashMap<>();
    EpochReport last = report.lastEpoch();
    fields.put("trainingSeconds", last.seconds());
    fields.put("samplesPerSecond", samplesPerSecond(report));
    fields.put("launchesPerStep", explanation.launches().size());
    fields.put(
        "enqueuesPerStep",
        explanation.launches().stream().mapToInt(launch -> launch.kernel().enqueues()).sum());
    fields.put("steps", last.step());
    fields.put("epochs", last.epoch());
    if (report.bestEpoch().isPresent()) {
      fields.put("bestEpoch", report.bestEpoch().getAsInt());
    }
    fields.put("stopReason", report.stopReason().name());
    fields.put("loss", last.loss());
    if (last.validationLoss().isPresent()) {
      fields.put("validationLoss", last.validationLoss().getAsDouble());
    }
    return fields;
  }
}
