package org.gradcl.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.gradcl.cli.training.DataChoice;
import org.gradcl.cli.training.MissingCells;
import org.gradcl.cli.training.RunArguments;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.DataException;
import org.gradcl.data.csv.CsvFile;
import org.gradcl.data.table.ColumnSchema;
import org.gradcl.data.table.MissingValues;
import org.gradcl.data.table.Table;
import org.gradcl.data.table.TableSchema;
import org.gradcl.data.table.UnknownCategories;
import org.gradcl.device.DevicePolicy;
import org.gradcl.io.file.AtomicFile;
import org.gradcl.loss.Objective;
import org.gradcl.loss.SoftmaxCrossEntropy;
import org.gradcl.text.FileFailure;
import org.gradcl.train.Checkpoint;
import org.gradcl.train.Predictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code predict}: a model's predictions for a table. */
@Command(
    name = "predict",
    description = {
      "Predicts the targets of a model for every row of a CSV file, in the order of the rows and"
          + " the data's own units.",
      "Writes a CSV file with a column for each target. Reads only the columns that the model"
          + " knows, and refuses cells that do not fit."
    },
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device;
  @Mixin private PrecisionOption precision;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      required = true,
      description = "The model: a model.safetensors, or a checkpoint, of 'gradcl train'.")
  private Path model;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write the predictions; standard output by default.")
  private Path out;

  @Option(
      names = "--replace",
      description = "Replace the file of --out if it is there already, whatever it holds.")
  private boolean replace;

  @Option(
      names = "--probabilities",
      description =
          "Add a column for each class, with its probability; for models that predict classes.")
  private boolean probabilities;

  @Option(
      names = "--unknown",
      paramLabel = "POLICY",
      defaultValue = "refuse",
      description =
          "What is done with a category that the training part did not have: refuse, the default,"
              + " or zeros, which counts it as none of the known ones and warns.")
  private UnknownCategories unknown;

  @Parameters(
      paramLabel = "DATA.csv",
      description = "The rows to predict for, with a header; also compressed (.csv.gz).")
  private Path data;

  @Override
  public Integer call() throws IOException {
    RunArguments.requireModelFile(model);
    Checkpoint checkpoint = Checkpoint.load(model);
    TableSchema schema =
        checkpoint
            .schema()
            .orElseThrow(
                () ->
                    new DataException(
                        model
                            + ": the model was not trained on a table, so that it is not known what"
                            + " its inputs are; use it by the library's Predictor"));
    if (probabilities) {
      requireClasses(checkpoint, schema);
    }
    if (out != null) {
      OutputFile output = new OutputFile("--out", out);
      output.requireOtherThan("the data", data);
      output.requireOtherThan("the model", model);
      if (!replace) {
        output.requireNew("--replace");
      }
    }
    // In a column of --text a mark such as NA is a text, for predictions as for the training.
    List<String> texts =
        DataChoice.textsOf(checkpoint.attributes()).stream()
            .filter(inputs(schema)::contains)
            .toList();
    Table table = CsvFile.of(data).inputsOf(schema).text(texts).read();
    int[] rows = predictedRows(schema, table);
    float[] outputs =
        rows.length == 0 ? new float[0] : outputs(checkpoint, schema, table.select(rows));
    requireFinite(table, rows, outputs, schema.outputWidth());
    Predictions predictions = new Predictions(schema, table.rows(), rows, outputs, probabilities);
    if (out == null) {
      PrintWriter standard = spec.commandLine().getOut();
      predictions.write(standard);
      // A writer does not report errors by itself: on a full disk half the rows would seem to be
      // all.
      if (standard.checkError()) {
        throw new IOException("The predictions could not be written to standard output");
      }
    } else {
      try {
        writeFile(predictions);
      } catch (IOException | UncheckedIOException e) {
        IOException cause = e instanceof UncheckedIOException u ? u.getCause() : (IOException) e;
        throw FileFailure.unwritable(
            out,
            cause,
            "give a file that may be written to, in a folder that is there and has room");
      }
    }
    return 0;
  }

  private float[] outputs(Checkpoint checkpoint, TableSchema schema, Table table)
      throws IOException {
    ArrayDataSet inputs = schema.encodeInputs(table, unknown);
    try (Predictor predictor =
        Predictor.of(
            checkpoint,
            checkpoint.model(),
            DevicePolicy.preferGpu(),
            device.settings(),
            precision.value())) {
      return predictor.predict(inputs).floats();
    }
  }

  /** Among outputs that are NaN, some class would still be chosen. */
  private static void requireFinite(Table table, int[] rows, float[] outputs, int width) {
    for (int i = 0; i < outputs.length; i++) {
      if (!Float.isFinite(outputs[i])) {
        throw new DataException(
            String.format(
                "%s, %s: the network's output is %s, no finite number; its inputs are too far from"
                    + " those of the training part, correct or remove the row",
                table.source(), table.place(rows[i / width]), outputs[i]));
      }
    }
  }

  private static List<String> inputs(TableSchema schema) {
    return schema.inputs().stream().map(ColumnSchema::name).toList();
  }

  /** All rows, or only complete ones if the model drops others. */
  private static int[] predictedRows(TableSchema schema, Table table) {
    List<String> names = inputs(schema);
    MissingCells missing = MissingCells.of(table, names);
    if (schema.missing() == MissingValues.DROP) {
      missing.warnOfEmptyPredictions();
      return table.completeRows(names);
    }
    missing.warnOfMeans();
    return IntStream.range(0, table.rows()).toArray();
  }

  /** Only logits of softmax cross-entropy are known to be probabilities. */
  private void requireClasses(Checkpoint checkpoint, TableSchema schema) {
    if (!schema.isClassification()) {
      throw new DataException(
          String.format(
              "%s predicts numbers, %s, which have no probabilities; leave out --probabilities",
              model, schema.targets().stream().map(ColumnSchema::name).toList()));
    }
    if (!isCrossEntropy(checkpoint.objective())) {
      throw new DataException(
          String.format(
              "%s was trained by %s, whose outputs are no probabilities; they are those of"
                  + " softmax_cross_entropy; leave out --probabilities",
              model, checkpoint.objective().describe()));
    }
  }

  private static boolean isCrossEntropy(Objective objective) {
    return objective.terms().size() == 1
        && objective.terms().get(0).loss() instanceof SoftmaxCrossEntropy;
  }

  /** A file is replaced as a whole or not at all; pipes and devices are written to directly. */
  private void writeFile(Predictions predictions) throws IOException {
    if (Files.exists(out) && !Files.isRegularFile(out)) {
      try (Writer writer = Files.newBufferedWriter(out)) {
        predictions.write(writer);
      }
    } else {
      AtomicFile.write(
          out, channel -> predictions.write(Channels.newWriter(channel, StandardCharsets.UTF_8)));
    }
  }
}
