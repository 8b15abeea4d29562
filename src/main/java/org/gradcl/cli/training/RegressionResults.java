package org.gradcl.cli.training;

import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.gradcl.cli.plot.Plots;
import org.gradcl.cli.plot.PredictionPanels;
import org.gradcl.cli.plot.PredictionPlot;
import org.gradcl.data.table.ColumnSchema;
import org.gradcl.text.Figures;
import org.gradcl.text.TextTable;

/**
 * The results of a regression: root mean squared errors on the test part, in the data's own units.
 */
final class RegressionResults implements Results {
  private static final int SHOWN_ROWS = 5;
  private static final int SHOWN_TARGETS = 3;
  private static final String MEAN = "mean";
  private static final String LINEAR = "linear";
  private static final String NETWORK = "network";
  private static final Map<String, String> TITLES =
      Map.of(MEAN, "predict the mean", LINEAR, "linear regression", NETWORK, "network");

  private final Problem problem;
  private final List<String> targets;
  private final double[] truth;

  /** [test rows, targets] of each way to predict. */
  private final Map<String, double[]> predictions = new LinkedHashMap<>();

  private RegressionResults(Problem problem, double[] truth) {
    this.problem = problem;
    this.truth = truth;
    this.targets = problem.schema().targets().stream().map(ColumnSchema::name).toList();
  }

  static RegressionResults of(Problem problem, Network network, DoubleConsumer progress) {
    Parts parts = Parts.of(problem);
    RegressionResults results =
        new RegressionResults(problem, values(problem, problem.split().test()));
    results.predictions.put(MEAN, results.means(values(problem, problem.split().training())));
    Results.linear(parts.training(), progress)
        .map(regression -> regression.predict(parts.test()))
        .ifPresent(linear -> results.predictions.put(LINEAR, problem.schema().decode(linear)));
    float[] outputs = network.predict(parts.ofNetwork()).floats();
    results.predictions.put(NETWORK, problem.schema().decode(outputs));
    return results;
  }

  /** The targets of some rows as they stand in the table, [rows, targets]. */
  private static double[] values(Problem problem, int[] rows) {
    List<ColumnSchema> columns = problem.schema().targets();
    double[] values = new double[rows.length * columns.size()];
    for (int t = 0; t < columns.size(); t++) {
      var column = problem.table().numeric(columns.get(t).name());
      for (int i = 0; i < rows.length; i++) {
        values[i * columns.size() + t] = column.value(rows[i]);
      }
    }
    return values;
  }

  /** The training part's means, once for each test row. */
  private double[] means(double[] training) {
    int width = targets.size();
    double[] sums = new double[width];
    for (int i = 0; i < training.length; i++) {
      sums[i % width] += training[i];
    }
    int rows = training.length / width;
    double[] means = new double[truth.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = sums[i % width] / rows;
    }
    return means;
  }

  /** √(mean (prediction − truth)²) over one target, or over all with −1. */
  private double rmse(double[] predicted, int target) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < truth.length; i++) {
      if (target < 0 || i % targets.size() == target) {
        double error = predicted[i] - truth[i];
        sum += error * error;
        count++;
      }
    }
    return Math.sqrt(sum / count);
  }

  @Override
  public void print(PrintWriter out) {
    boolean several = targets.size() > 1 && targets.size() <= SHOWN_TARGETS;
    String unit = problem.unit().isEmpty() ? "" : ", " + problem.unit();
    List<String> headings = new ArrayList<>(List.of("on the test part", "RMSE" + unit));
    if (several) {
      targets.forEach(target -> headings.add("RMSE of " + HeldOutRows.text(target)));
    }
    TextTable figures = new TextTable(headings.toArray(String[]::new));
    predictions.forEach(
        (name, predicted) -> {
          List<String> row =
              new ArrayList<>(List.of(TITLES.get(name), Figures.of(rmse(predicted, -1))));
          for (int t = 0; several && t < targets.size(); t++) {
            row.add(Figures.of(rmse(predicted, t)));
          }
          figures.row(row);
        });
    figures.print(out);
    out.println();
    examples().print(out);
  }

  private TextTable examples() {
    int[] testRows = problem.split().test();
    int shown = Math.min(SHOWN_TARGETS, targets.size());
    List<ColumnSchema> inputs = HeldOutRows.inputs(problem);
    List<String> headings = new ArrayList<>(List.of("row"));
    inputs.forEach(input -> headings.add(HeldOutRows.text(input.name())));
    for (String target : targets.subList(0, shown)) {
      headings.add(HeldOutRows.text(target) + ", truth");
      headings.add("prediction");
    }
    TextTable table = new TextTable(headings.toArray(String[]::new));
    double[] predicted = predictions.get(NETWORK);
    for (int i : Results.spread(SHOWN_ROWS, testRows.length)) {
      List<String> cells = new ArrayList<>(List.of(Integer.toString(testRows[i])));
      inputs.forEach(input -> cells.add(HeldOutRows.cell(problem.table(), input, testRows[i])));
      for (int t = 0; t < shown; t++) {
        ColumnSchema target = problem.schema().targets().get(t);
        cells.add(HeldOutRows.figure(truth[i * targets.size() + t], target));
        cells.add(HeldOutRows.figure(predicted[i * targets.size() + t], target));
      }
      table.row(cells);
    }
    return table;
  }

  @Override
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("testRmse", figures(-1));
    if (targets.size() > 1) {
      Map<String, Object> byTarget = new LinkedHashMap<>();
      for (int t = 0; t < targets.size(); t++) {
        byTarget.put(targets.get(t), figures(t));
      }
      figures.put("testRmseByTarget", byTarget);
    }
    return figures;
  }

  /** Of one target, or of all with −1. */
  private Map<String, Object> figures(int target) {
    Map<String, Object> figures = new LinkedHashMap<>();
    predictions.forEach((name, predicted) -> figures.put(name, rmse(predicted, target)));
    return figures;
  }

  @Override
  public List<String> draw(Plots plots, Path folder) {
    List<String> files = new ArrayList<>();
    if (plots.write(folder.resolve("predictions.png"), this::drawPredictions)) {
      files.add("predictions.png");
    }
    if (problem.pictureWidth().isPresent()
        && plots.write(
            folder.resolve("completions.png"),
            () ->
                Completions.draw(
                    problem, truth, predictions.get(LINEAR), predictions.get(NETWORK)))) {
      files.add("completions.png");
    }
    return files;
  }

  /** Values of one scale share a cloud: a single target, or the pixels of a picture. */
  private BufferedImage drawPredictions() {
    String title = problem.name() + ": prediction against truth";
    double[] predicted = predictions.get(NETWORK);
    if (targets.size() == 1 || problem.pictureWidth().isPresent()) {
      String quantity = targets.size() == 1 ? targets.get(0) : "value";
      return PredictionPlot.draw(title, quantity, problem.unit(), truth, predicted);
    }
    int shown = Math.min(PredictionPanels.MOST, targets.size());
    List<PredictionPanels.Panel> panels = new ArrayList<>();
    for (int t = 0; t < shown; t++) {
      panels.add(
          new PredictionPanels.Panel(targets.get(t), ofTarget(truth, t), ofTarget(predicted, t)));
    }
    return PredictionPanels.draw(
        shown < targets.size()
            ? String.format("%s, the first %d of %d targets", title, shown, targets.size())
            : title,
        panels);
  }

  /** The values of one target from those of all, [rows, targets]. */
  private double[] ofTarget(double[] values, int target) {
    double[] one = new double[values.length / targets.size()];
    for (int row = 0; row < one.length; row++) {
      one[row] = values[row * targets.size() + target];
    }
    return one;
  }
}
