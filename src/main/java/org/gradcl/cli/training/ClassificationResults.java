package org.gradcl.cli.training;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.gradcl.cli.plot.ConfusionPlot;
import org.gradcl.cli.plot.Plots;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchSource;
import org.gradcl.data.table.ColumnSchema;
import org.gradcl.tensor.Shape;
import org.gradcl.text.Figures;
import org.gradcl.text.TextTable;

/** The results of a classification: the share of correct predictions on the test part. */
final class ClassificationResults implements Results {
  private static final int SHOWN_ROWS = 5;
  private static final String MAJORITY = "majority";
  private static final String LINEAR = "linear";
  private static final String NETWORK = "network";
  private static final Map<String, String> TITLES =
      Map.of(
          MAJORITY, "predict the most frequent", LINEAR, "linear regression", NETWORK, "network");

  private final Problem problem;
  private final int[] truth;

  /** The class of each test row by each way to predict. */
  private final Map<String, int[]> predictions = new LinkedHashMap<>();

  private ClassificationResults(Problem problem, int[] truth) {
    this.problem = problem;
    this.truth = truth;
  }

  static ClassificationResults of(Problem problem, Network network, DoubleConsumer progress) {
    Parts parts = Parts.of(problem);
    int classes = problem.schema().classNames().size();
    ClassificationResults results = new ClassificationResults(problem, classes(parts.test()));
    results.predictions.put(MAJORITY, majority(parts, classes));
    Results.linear(indicators(parts.training(), classes), progress)
        .map(regression -> regression.predict(parts.test()))
        .ifPresent(
            scores -> results.predictions.put(LINEAR, problem.schema().decodeClassIndices(scores)));
    float[] outputs = network.predict(parts.ofNetwork()).floats();
    results.predictions.put(NETWORK, problem.schema().decodeClassIndices(outputs));
    return results;
  }

  private static int[] classes(ArrayDataSet samples) {
    int[] classes = new int[samples.targets().length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = (int) samples.targets()[i];
    }
    return classes;
  }

  private static int[] majority(Parts parts, int classes) {
    int[] counts = new int[classes];
    int most = 0;
    for (int c : classes(parts.training())) {
      counts[c]++;
      most = counts[c] > counts[most] ? c : most;
    }
    int[] majority = new int[(int) parts.test().samples()];
    Arrays.fill(majority, most);
    return majority;
  }

  /** The samples with 1 for their class and 0 for the others as targets. */
  private static ArrayDataSet indicators(ArrayDataSet samples, int classes) {
    float[] targets = new float[(int) samples.samples() * classes];
    int[] classOf = classes(samples);
    for (int i = 0; i < classOf.length; i++) {
      targets[i * classes + classOf[i]] = 1;
    }
    return ArrayDataSet.of(samples.inputShape(), samples.inputs(), Shape.of(classes), targets);
  }

  private double accuracy(int[] predicted) {
    int right = 0;
    for (int i = 0; i < truth.length; i++) {
      right += predicted[i] == truth[i] ? 1 : 0;
    }
    return (double) right / truth.length;
  }

  @Override
  public void print(PrintWriter out) {
    TextTable figures = new TextTable("on the test part", "accuracy");
    predictions.forEach(
        (name, predicted) ->
            figures.row(TITLES.get(name), Figures.of(100 * accuracy(predicted)) + " %"));
    figures.print(out);
    out.println();
    examples().print(out);
  }

  private TextTable examples() {
    List<ColumnSchema> inputs = HeldOutRows.inputs(problem);
    List<String> classNames = problem.schema().classNames();
    int[] testRows = problem.split().test();
    List<String> headings = new ArrayList<>(List.of("row"));
    inputs.forEach(input -> headings.add(HeldOutRows.text(input.name())));
    headings.add(HeldOutRows.text(problem.schema().targets().get(0).name()) + ", truth");
    headings.add("prediction");
    TextTable table = new TextTable(headings.toArray(String[]::new));
    for (int i : Results.spread(SHOWN_ROWS, testRows.length)) {
      List<String> cells = new ArrayList<>(List.of(Integer.toString(testRows[i])));
      inputs.forEach(input -> cells.add(HeldOutRows.cell(problem.table(), input, testRows[i])));
      cells.add(HeldOutRows.cell(problem.table(), problem.schema().targets().get(0), testRows[i]));
      cells.add(HeldOutRows.text(classNames.get(predictions.get(NETWORK)[i])));
      table.row(cells);
    }
    return table;
  }

  @Override
  public Map<String, Object> figures() {
    Map<String, Object> accuracies = new LinkedHashMap<>();
    predictions.forEach((name, predicted) -> accuracies.put(name, accuracy(predicted)));
    return Map.of("testAccuracy", accuracies);
  }

  /**
   * How often each class, by row, was taken for which; classes that training lacks are not there.
   */
  private long[][] counts() {
    int classes = problem.schema().classNames().size();
    long[][] counts = new long[classes][classes];
    for (int i = 0; i < truth.length; i++) {
      if (truth[i] != BatchSource.UNSEEN_CLASS) {
        counts[truth[i]][predictions.get(NETWORK)[i]]++;
      }
    }
    return counts;
  }

  @Override
  public List<String> draw(Plots plots, Path folder) {
    List<String> classNames = problem.schema().classNames();
    boolean written =
        plots.write(
            folder.resolve("predictions.png"),
            () ->
                ConfusionPlot.draw(
                    problem.name() + ": prediction against truth", classNames, counts()));
    return written ? List.of("predictions.png") : List.of();
  }
}
