package org.gradcl.train.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gradcl.io.json.Fields;
import org.gradcl.io.json.Json;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.session.Snapshot;

/** A {@link FitProgress}, without the best state, as JSON. */
final class FitProgressText {
  private FitProgressText() {}

  static String write(FitProgress progress) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("epochs", progress.epochs());
    fields.put("batchSize", progress.batchSize());
    fields.put("shuffled", progress.shuffled());
    fields.put("patience", progress.patience());
    fields.put("samples", progress.samples());
    fields.put("passesBefore", progress.passesBefore());
    fields.put("epoch", progress.epoch());
    fields.put("position", progress.position());
    fields.put("lossSum", progress.lossSum());
    fields.put("seconds", progress.seconds());
    fields.put("bestEpoch", progress.stopping().bestEpoch());
    fields.put("bestLoss", progress.stopping().bestLoss());
    fields.put("epochsSinceBest", progress.stopping().epochsSince());
    fields.put("history", progress.history().stream().map(FitProgressText::fields).toList());
    return Json.write(fields);
  }

  private static Map<String, Object> fields(EpochReport epoch) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("epoch", epoch.epoch());
    fields.put("step", epoch.step());
    fields.put("samples", epoch.samples());
    fields.put("loss", epoch.loss());
    epoch.validationLoss().ifPresent(loss -> fields.put("validationLoss", loss));
    fields.put("metrics", epoch.metrics());
    fields.put("learningRate", (double) epoch.learningRate());
    fields.put("seconds", epoch.seconds());
    return fields;
  }

  static FitProgress read(String json, Optional<Snapshot> best) throws IOException {
    Fields fields = Fields.parse(json);
    int epochs = fields.integer("epochs", 1, Integer.MAX_VALUE);
    long samples = fields.whole("samples", 1, Long.MAX_VALUE);
    List<EpochReport> history = new ArrayList<>();
    for (Fields epoch : fields.objects("history")) {
      history.add(epoch(epoch));
    }
    int batchSize = fields.integer("batchSize", 1, Integer.MAX_VALUE);
    long position = fields.whole("position", 0, samples);
    if (position % batchSize != 0 && position != samples) {
      throw new IOException(
          "the field 'position' must be at the end of a batch of "
              + batchSize
              + ", found "
              + position);
    }
    return new FitProgress(
        epochs,
        batchSize,
        fields.flag("shuffled"),
        fields.integer("patience", 0, Integer.MAX_VALUE),
        samples,
        fields.integer("passesBefore", 0, Integer.MAX_VALUE),
        fields.integer("epoch", 0, epochs),
        position,
        fields.number("lossSum"),
        fields.number("seconds"),
        new EarlyStopping(
            fields.integer("bestEpoch", 0, epochs),
            fields.number("bestLoss"),
            fields.integer("epochsSinceBest", 0, epochs)),
        history,
        best);
  }

  private static EpochReport epoch(Fields fields) throws IOException {
    return new EpochReport(
        fields.integer("epoch", 1, Integer.MAX_VALUE),
        fields.whole("step", 0, Integer.MAX_VALUE),
        fields.whole("samples", 1, Long.MAX_VALUE),
        fields.number("loss"),
        fields.has("validationLoss")
            ? OptionalDouble.of(fields.number("validationLoss"))
            : OptionalDouble.empty(),
        fields.numbers("metrics"),
        (float) fields.number("learningRate"),
        fields.number("seconds"));
  }
}
