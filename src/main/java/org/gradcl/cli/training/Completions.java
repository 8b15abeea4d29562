package org.gradcl.cli.training;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradcl.cli.plot.CompletionPlot;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.table.ColumnSchema;

/** Pictures whose upper part is given, with the true and the predicted lower parts. */
final class Completions {
  private static final int PICTURES = 20;

  private Completions() {}

  /**
   * Draws twenty test rows.
   *
   * @param problem whose columns are pixels, inputs above targets
   * @param truth [test rows, targets], in the data's units
   * @param linear likewise, of the linear regression
   * @param network likewise, of the network
   */
  static BufferedImage draw(Problem problem, double[] truth, double[] linear, double[] network) {
    int[] shown = Results.spread(PICTURES, problem.split().test().length);
    double[] nothing = new double[truth.length];
    Arrays.fill(nothing, Double.NaN);
    ArrayDataSet test = problem.samples(problem.split().test());
    return CompletionPlot.draw(
        problem.name() + ": the lower half completed from the upper, on held-out rows",
        problem.pictureWidth().orElseThrow(),
        List.of(
            row("given", problem, test, nothing, shown),
            row("truth", problem, test, truth, shown),
            row("linear regression", problem, test, linear, shown),
            row("network", problem, test, network, shown)));
  }

  private static CompletionPlot.Row row(
      String label, Problem problem, ArrayDataSet test, double[] lower, int[] shown) {
    int upperPixels = test.inputShape().elements();
    int lowerPixels = problem.schema().targets().size();
    double darkest = ((ColumnSchema.Numeric) problem.schema().targets().get(0)).scale();
    List<float[]> pictures = new ArrayList<>();
    for (int i : shown) {
      float[] pixels = new float[upperPixels + lowerPixels];
      System.arraycopy(test.inputs(), i * upperPixels, pixels, 0, upperPixels);
      for (int j = 0; j < lowerPixels; j++) {
        pixels[upperPixels + j] = (float) (lower[i * lowerPixels + j] / darkest);
      }
      pictures.add(pixels);
    }
    return new CompletionPlot.Row(label, pictures);
  }
}
