package org.gradcl.cli.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Prediction against truth, a dot a held-out value, and the line on which they would be equal. */
public final class PredictionPlot {
  /** More dots than this only make the picture slow to draw. */
  static final int MOST_DOTS = 10_000;

  private static final int SIZE = 760;
  private static final Color DOT =
      new Color(PlotStyle.BLUE.getRed(), PlotStyle.BLUE.getGreen(), PlotStyle.BLUE.getBlue(), 70);

  private PredictionPlot() {}

  /**
   * Draws the picture.
   *
   * @param title what was predicted
   * @param quantity what both axes count, such as {@code price}
   * @param unit of the quantity; may be empty
   * @param truth the true values, at least one
   * @param prediction as many predictions
   */
  public static BufferedImage draw(
      String title, String quantity, String unit, double[] truth, double[] prediction) {
    String suffix = unit.isEmpty() ? "" : " (" + unit + ")";
    XYChart chart =
        PlotStyle.chart(
            title, quantity + ", truth" + suffix, quantity + ", prediction" + suffix, SIZE, SIZE);
    fill(chart, truth, prediction);
    return BitmapEncoder.getBufferedImage(chart);
  }

  /** Adds the dots and the line to a chart, whose axes then have the same range. */
  static void fill(XYChart chart, double[] truth, double[] prediction) {
    int[] shown = shown(truth.length);
    double[] x = Arrays.stream(shown).mapToDouble(i -> truth[i]).toArray();
    double[] y = Arrays.stream(shown).mapToDouble(i -> prediction[i]).toArray();
    double low =
        Math.min(Arrays.stream(x).min().orElseThrow(), Arrays.stream(y).min().getAsDouble());
    double high =
        Math.max(Arrays.stream(x).max().orElseThrow(), Arrays.stream(y).max().getAsDouble());
    chart.getStyler().setXAxisMin(low).setXAxisMax(high).setYAxisMin(low).setYAxisMax(high);
    chart.getStyler().setMarkerSize(5).setLegendPosition(LegendPosition.InsideNW);
    XYSeries dots = chart.addSeries(legend(truth.length, "values"), x, y);
    dots.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    dots.setMarker(SeriesMarkers.CIRCLE);
    dots.setMarkerColor(DOT);
    XYSeries line =
        chart.addSeries("prediction = truth", new double[] {low, high}, new double[] {low, high});
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(PlotStyle.VERMILION);
    line.setLineStyle(new BasicStroke(2));
  }

  /** How many dots there are, and of how many if not all are drawn. */
  static String legend(int count, String what) {
    return count > MOST_DOTS
        ? String.format(Locale.ROOT, "%,d of %,d held-out %s", MOST_DOTS, count, what)
        : String.format(Locale.ROOT, "%,d held-out %s", count, what);
  }

  /**
   * Which values are drawn, ascending: all, or a random choice that is always the same. Every n-th
   * would always be of the same targets where n divides their number.
   */
  static int[] shown(int count) {
    int[] shown = new int[Math.min(count, MOST_DOTS)];
    SplittableRandom random = new SplittableRandom(1);
    int chosen = 0;
    for (int i = 0; i < count; i++) {
      if (random.nextInt(count - i) < shown.length - chosen) {
        shown[chosen++] = i;
      }
    }
    return shown;
  }
}
