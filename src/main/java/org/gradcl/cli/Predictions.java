package org.gradcl.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import org.gradcl.data.table.ColumnSchema;
import org.gradcl.data.table.TableSchema;

/**
 * The outputs of a network as a CSV table in the data's own units, a column for each target. Rows
 * without a prediction have empty cells, so that every row stays in its place.
 *
 * @param schema of the table that the network was trained on
 * @param tableRows how many rows the table has
 * @param rows of the table that are predicted, ascending
 * @param outputs [rows, outputs] of the network
 * @param probabilities whether a column for each class follows, with the probability that the
 *     network gives it
 */
record Predictions(
    TableSchema schema, int tableRows, int[] rows, float[] outputs, boolean probabilities) {
  /** Writes the table; the writer is flushed and stays open. */
  void write(Writer writer) throws IOException {
    // Empty cells are quoted: readers skip a line with one unquoted empty cell.
    CsvWriter csv =
        CsvWriter.builder()
            .quoteStrategy(QuoteStrategies.EMPTY)
            .lineDelimiter(LineDelimiter.LF)
            .build(writer);
    List<String> header = header();
    csv.writeRecord(header);
    IntFunction<List<String>> cells = schema.isClassification() ? classes() : numbers();
    List<String> none = Collections.nCopies(header.size(), "");
    int next = 0;
    for (int row = 0; row < tableRows; row++) {
      boolean predicted = next < rows.length && rows[next] == row;
      csv.writeRecord(predicted ? cells.apply(next++) : none);
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

  private IntFunction<List<String>> classes() {
    List<String> predicted = schema.decodeClasses(outputs);
    float[] shares = probabilities ? schema.decodeProbabilities(outputs) : new float[0];
    int classes = schema.classNames().size();
    return row -> {
      List<String> cells = new ArrayList<>(List.of(predicted.get(row)));
      for (int i = 0; probabilities && i < classes; i++) {
        cells.add(Float.toString(shares[row * classes + i]));
      }
      return cells;
    };
  }

  private IntFunction<List<String>> numbers() {
    double[] values = schema.decode(outputs);
    int width = schema.targets().size();
    return row -> {
      List<String> cells = new ArrayList<>();
      for (int t = 0; t < width; t++) {
        cells.add(text(values[row * width + t], (ColumnSchema.Numeric) schema.targets().get(t)));
      }
      return cells;
    };
  }

  /**
   * The network computes in float32 and in units of the scale, so that further digits would be
   * meaningless.
   */
  private static String text(double value, ColumnSchema.Numeric target) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    int decimals = (int) Math.ceil(-Math.log10(target.scale() * Math.ulp(1f)));
    return Double.toString(
        BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue());
  }
}
