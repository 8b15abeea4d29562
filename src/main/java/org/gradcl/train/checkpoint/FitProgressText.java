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
import org.gradcl.train.report.Goal;
import org.gradcl.train.session.Snapshot;

/**
 * A {@link FitProgress}, without the best state, as JSON. Fields that a run does not have are left
 * out, and so are those that older files lack.
 */
final class FitProgressText {
  private FitProgressText() {}

  static String write(FitProgress progress) {
    Map<String, Object> fields = new LinkedHashMap<>();
    settings(progress.settings(), fields);
    fields.put("samples", progress.samples());
    fields.put("passesBefore", progress.passesBefore());
    fields.put("epoch", progress.epoch());
    fields.put("position", progress.position());
    fields.put("lossSum", progress.lossSum());
    fields.put("seconds", progress.seconds());
    fields.put("bestEpoch", progress.stopping().bestEpoch());
    fields.put("bestStep", progress.stopping().bestStep());
    fields.put("bestFigure", progress.stopping().best());
    fields.put("sinceBest", progress.stopping().since());
    fields.put("goal", progress.stopping().goal());
    fields.put("judgedStep", progress.judgedStep());
    progress.plateau().ifPresent(plateau -> fields.put("plateau", fields(plateau)));
    fields.put("history", progress.history().stream().map(FitProgressText::fields).toList());
    return Json.write(fields);
  }

  private static void settings(RunSettings settings, Map<String, Object> fields) {
    if (settings.length().epochs() > 0) {
      fields.put("epochs", settings.length().epochs());
    } else {
      fields.put("steps", settings.length().steps());
    }
    fields.put("batchSize", settings.batchSize());
    fields.put("shuffled", settings.shuffled());
    fields.put("dropLast", settings.dropLast());
    fields.put("validateEverySteps", settings.validateEverySteps());
    fields.put("patience", settings.patience());
    settings.monitor().ifPresent(monitor -> fields.put("monitor", fields(monitor)));
  }

  private static Map<String, Object> fields(Monitor monitor) {
    return Map.of("figure", monitor.figure(), "goal", monitor.goal());
  }

  private static Map<String, Object> fields(PlateauProgress plateau) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("monitor", fields(plateau.monitor()));
    fields.put("best", plateau.best());
    fields.put("bad", plateau.bad());
    fields.put("cooling", plateau.cooling());
    fields.put("falls", plateau.falls());
    return fields;
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
    RunSettings settings = settings(fields);
    int most = settings.length().epochs(1);
    long samples = fields.whole("samples", 1, Long.MAX_VALUE);
    List<EpochReport> history = new ArrayList<>();
    for (Fields epoch : fields.objects("history")) {
      history.add(epoch(epoch));
    }
    return new FitProgress(
        settings,
        samples,
        fields.integer("passesBefore", 0, Integer.MAX_VALUE),
        fields.integer("epoch", 0, most),
        position(fields, settings, samples),
        fields.number("lossSum"),
        fields.number("seconds"),
        stopping(fields, most),
        fields.has("judgedStep") ? fields.whole("judgedStep", -1, Integer.MAX_VALUE) : -1,
        fields.has("plateau") ? Optional.of(plateau(fields.object("plateau"))) : Optional.empty(),
        history,
        best);
  }

  private static RunSettings settings(Fields fields) throws IOException {
    RunLength length =
        fields.has("steps")
            ? RunLength.ofSteps(fields.whole("steps", 1, Integer.MAX_VALUE))
            : RunLength.ofEpochs(fields.integer("epochs", 1, Integer.MAX_VALUE));
    Optional<Monitor> monitor =
        fields.has("monitor") ? Optional.of(monitor(fields.object("monitor"))) : Optional.empty();
    return new RunSettings(
        length,
        fields.integer("batchSize", 1, Integer.MAX_VALUE),
        fields.flag("shuffled"),
        fields.has("dropLast") && fields.flag("dropLast"),
        fields.has("validateEverySteps")
            ? fields.integer("validateEverySteps", 0, Integer.MAX_VALUE)
            : 0,
        fields.integer("patience", 0, Integer.MAX_VALUE),
        monitor);
  }

  private static Monitor monitor(Fields fields) throws IOException {
    return new Monitor(fields.text("figure"), goal(fields));
  }

  private static PlateauProgress plateau(Fields fields) throws IOException {
    return new PlateauProgress(
        monitor(fields.object("monitor")),
        fields.number("best"),
        fields.integer("bad", 0, Integer.MAX_VALUE),
        fields.integer("cooling", 0, Integer.MAX_VALUE),
        fields.integer("falls", 0, Integer.MAX_VALUE));
  }

  private static Goal goal(Fields fields) throws IOException {
    String text = fields.text("goal");
    try {
      return Goal.valueOf(text);
    } catch (IllegalArgumentException e) {
      throw new IOException("the field 'goal' must be MINIMIZE or MAXIMIZE, found " + text, e);
    }
  }

  private static long position(Fields fields, RunSettings settings, long samples)
      throws IOException {
    int batchSize = settings.batchSize();
    long most = settings.dropLast() ? samples - samples % batchSize : samples;
    long position = fields.whole("position", 0, most);
    if (position % batchSize != 0 && position != most) {
      throw new IOException(
          "the field 'position' must be at the end of a batch of "
              + batchSize
              + ", found "
              + position);
    }
    return position;
  }

  /** Older files watched the validation loss, once in each epoch. */
  private static EarlyStopping stopping(Fields fields, int most) throws IOException {
    int bestEpoch = fields.integer("bestEpoch", 0, most);
    if (!fields.has("bestFigure")) {
      return new EarlyStopping(
          Goal.MINIMIZE,
          bestEpoch,
          0,
          fields.number("bestLoss"),
          fields.integer("epochsSinceBest", 0, most));
    }
    return new EarlyStopping(
        goal(fields),
        bestEpoch,
        fields.whole("bestStep", 0, Integer.MAX_VALUE),
        fields.number("bestFigure"),
        fields.integer("sinceBest", 0, Integer.MAX_VALUE));
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
