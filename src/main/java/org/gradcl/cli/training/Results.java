package org.gradcl.cli.training;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.gradcl.cli.plot.Plots;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchSource;
import org.gradcl.data.LinearRegression;
import org.gradcl.tensor.HostTensor;
import org.gradcl.text.Figures;
import org.slf4j.LoggerFactory;

/** The quality of a network on the test part, beside simpler ways to predict. Immutable. */
interface Results {
  /** About two minutes of one processor. */
  double MOST_OPERATIONS = 1e11;

  /** Predicts the targets of samples, encoded. */
  @FunctionalInterface
  interface Network {
    /** The outputs, [samples, outputs]. */
    HostTensor predict(BatchSource samples);
  }

  /**
   * Tests a network.
   *
   * @param progress receives the completed share of the linear regression
   * @throws org.gradcl.data.DataException if the problem has no test rows
   */
  static Results of(Problem problem, Network network, DoubleConsumer progress) {
    return problem.schema().isClassification()
        ? ClassificationResults.of(problem, network, progress)
        : RegressionResults.of(problem, network, progress);
  }

  /**
   * The linear regression for comparison; empty, with one warning, if its exact method would take
   * very long, as with a text column of thousands of categories.
   */
  static Optional<LinearRegression> linear(ArrayDataSet training, DoubleConsumer progress) {
    double columns = training.inputShape().elements() + 1.0;
    double operations =
        2 * training.samples() * columns * (columns + training.targetShape().elements());
    if (operations > MOST_OPERATIONS) {
      LoggerFactory.getLogger(Results.class)
          .warn(
              "No linear regression is computed to compare with: {} inputs of {} rows are too many"
                  + " for least squares",
              Figures.count(training.inputShape().elements()),
              Figures.count(training.samples()));
      return Optional.empty();
    }
    return Optional.of(LinearRegression.fit(training, progress));
  }

  /** Prints the table of figures, then five held-out rows with truth and prediction. */
  void print(PrintWriter out);

  /** The figures by the names that they have in the record of a run. */
  Map<String, Object> figures();

  /** Draws predictions against truth; returns the names of the files written. */
  List<String> draw(Plots plots, Path folder);

  /** Indices of some of so many, spread evenly, ascending. */
  static int[] spread(int some, int many) {
    int count = Math.min(some, many);
    int[] indices = new int[count];
    for (int i = 0; i < count; i++) {
      indices[i] = (int) ((2L * i + 1) * many / (2L * count));
    }
    return indices;
  }

  /**
   * The samples of the training and of the test part with an indicator for each category, which a
   * linear regression takes; and those that the network is tested on.
   */
  record Parts(ArrayDataSet training, ArrayDataSet test, ArrayDataSet ofNetwork) {
    static Parts of(Problem problem) {
      return new Parts(
          problem.withIndicators(problem.split().training()),
          problem.withIndicators(problem.split().test()),
          problem.samples(problem.split().test()));
    }
  }
}
