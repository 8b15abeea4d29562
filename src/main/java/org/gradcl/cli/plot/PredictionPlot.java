package org.gradcl.cli.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Locale;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Prediction against truth, a dot a held-out value, and the line on which they would be equal. */
public final class PredictionPlot {
  /** More dots than this only make the picture slow to draw; they are then thinned evenly. */
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
    double[] x = thinned(truth);
    double[] y = thinned(prediction);
    double low =
        Math.min(Arrays.stream(x).min().orElseThrow(), Arrays.stream(y).min().getAsDouble());
    double high =
        Math.max(Arrays.stream(x).max().orElseThrow(), Arrays.stream(y).max().getAsDouble());
    chart.getStyler().setXAxisMin(low).setXAxisMax(high).setYAxisMin(low).setYAxisMax(high);
    chart.getStyler().setMarkerSize(5).setLegendPosition(LegendPosition.InsideNW);
    XYSeries dots =
        chart.addSeries(String.format(Locale.ROOT, "%,d held-out values", x.length), x, y);
    dots.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    dots.setMarker(SeriesMarkers.CIRCLE);
    dots.setMarkerColor(DOT);
    XYSeries line =
        chart.addSeries("prediction = truth", new double[] {low, high}, new double[] {low, high});
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(PlotStyle.VERMILION);
    line.setLineStyle(new BasicStroke(2));
  }

  static double[] thinned(double[] values) {
    int step = (values.length + MOST_DOTS - 1) / MOST_DOTS;
    double[] kept = new double[(values.length + step - 1) / step];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = values[i * step];
    }
    return kept;
  }
}
