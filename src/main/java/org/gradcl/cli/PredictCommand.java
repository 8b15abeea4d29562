package org.gradcl.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.ColumnSchema;
import org.gradcl.data.CsvFile;
import org.gradcl.data.DataException;
import org.gradcl.data.Table;
import org.gradcl.data.TableSchema;
import org.gradcl.data.UnknownCategories;
import org.gradcl.device.DevicePolicy;
import org.gradcl.io.AtomicFile;
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
      "Writes a CSV file with a column for each target. Data that does not fit what the model was"
          + " trained on is refused."
    },
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device;

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

  @Parameters(
      paramLabel = "DATA.csv",
      description = "The rows to predict for, with a header; also compressed (.csv.gz).")
  private Path data;

  @Override
  public Integer call() throws IOException {
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
    Table table = CsvFile.of(data).inputsOf(schema).read();
    ArrayDataSet inputs = schema.encodeInputs(table, UnknownCategories.REFUSE);
    float[] outputs;
    try (Predictor predictor =
        Predictor.of(checkpoint, checkpoint.model(), DevicePolicy.preferGpu(), device.selector())) {
      outputs = predictor.predict(inputs).floats();
    }
    if (out == null) {
      PrintWriter standard = spec.commandLine().getOut();
      write(standard, schema, outputs);
      // A writer keeps its errors to itself, a full disk too: half the rows would seem to be all.
      if (standard.checkError()) {
        throw new IOException("The predictions could not be written to standard output");
      }
    } else {
      try {
        writeFile(schema, outputs);
      } catch (IOException | UncheckedIOException e) {
        IOException cause = e instanceof UncheckedIOException u ? u.getCause() : (IOException) e;
        throw new IOException(
            String.format(
                "The predictions can't be written to %s: %s; give a file that may be written to,"
                    + " in a folder that is there and has room",
                out, FileFailure.reason(cause)),
            e);
      }
    }
    return 0;
  }

  /** A file is replaced as a whole or not at all; a pipe or a device takes what comes. */
  private void writeFile(TableSchema schema, float[] outputs) throws IOException {
    if (Files.exists(out) && !Files.isRegularFile(out)) {
      try (Writer writer = Files.newBufferedWriter(out)) {
        write(writer, schema, outputs);
      }
    } else {
      AtomicFile.write(
          out,
          channel -> write(Channels.newWriter(channel, StandardCharsets.UTF_8), schema, outputs));
    }
  }

  private static void write(Writer writer, TableSchema schema, float[] outputs) throws IOException {
    // Not closed: the writer belongs to the caller.
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(writer);
    csv.writeRecord(schema.targets().stream().map(ColumnSchema::name).toList());
    if (schema.isClassification()) {
      schema.decodeClasses(outputs).forEach(csv::writeRecord);
    } else {
      double[] values = schema.decode(outputs);
      int width = schema.targets().size();
      for (int row = 0; row < values.length; row += width) {
        List<String> cells = new ArrayList<>();
        for (int t = 0; t < width; t++) {
          cells.add(text(values[row + t], (ColumnSchema.Numeric) schema.targets().get(t)));
        }
        csv.writeRecord(cells);
      }
    }
    csv.flush();
  }

  /** The network computes in float32 and in units of the scale: more digits would seem exact. */
  private static String text(double value, ColumnSchema.Numeric target) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    int decimals = (int) Math.ceil(-Math.log10(target.scale() * Math.ulp(1f)));
    return Double.toString(
        BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue());
  }
}
