package org.gradcl.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.gradcl.data.ColumnSchema;
import org.gradcl.data.TableSchema;

/**
 * The outputs of a network as a CSV table in the data's own units, a column for each target.
 *
 * @param schema of the table that the network was trained on
 * @param outputs [rows, outputs] of the network
 * @param probabilities whether a column for each class follows, with the probability that the
 *     network gives it
 */
record Predictions(TableSchema schema, float[] outputs, boolean probabilities) {
  /** Writes the table; the writer is flushed and stays open. */
  void write(Writer writer) throws IOException {
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(writer);
    csv.writeRecord(header());
    if (schema.isClassification()) {
      writeClasses(csv);
    } else {
      writeNumbers(csv);
    }
    csv.flush();
  }

  private List<String> header() {
    List<String> names = new ArrayList<>();
    schema.targets().forEach(target -> names.add(target.name()));
    if (probabilities) {
      schema.classNames().forEach(name -> names.add("P(" + name + ")"));
    }
    return names;
  }

  private void writeClasses(CsvWriter csv) {
    List<String> predicted = schema.decodeClasses(outputs);
    float[] shares = probabilities ? schema.decodeProbabilities(outputs) : new float[0];
    int classes = schema.classNames().size();
    for (int row = 0; row < predicted.size(); row++) {
      List<String> cells = new ArrayList<>(List.of(predicted.get(row)));
      for (int i = 0; probabilities && i < classes; i++) {
        cells.add(Float.toString(shares[row * classes + i]));
      }
      csv.writeRecord(cells);
    }
  }

  private void writeNumbers(CsvWriter csv) {
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
