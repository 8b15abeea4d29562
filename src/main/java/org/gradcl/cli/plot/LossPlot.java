package org.gradcl.cli.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Training and validation loss by epoch, on a logarithmic scale where all losses are positive. A
 * loss that is not finite is a gap in its curve.
 */
public final class LossPlot {
  private LossPlot() {}

  /**
   * Draws the picture.
   *
   * @param title what was trained
   * @param loss the training loss of each epoch, at least one
   * @param validationLoss the validation loss of each epoch; empty if there was no validation
   */
  public static BufferedImage draw(String title, double[] loss, double[] validationLoss) {
    double[] finite =
        DoubleStream.concat(Arrays.stream(loss), Arrays.stream(validationLoss))
            .filter(Double::isFinite)
            .toArray();
    boolean positive = Arrays.stream(finite).allMatch(value -> value > 0);
    String axis = positive ? "loss (logarithmic)" : "loss";
    XYChart chart = PlotStyle.chart(title, "epoch", axis, PlotStyle.WIDTH, PlotStyle.HEIGHT);
    chart.getStyler().setYAxisLogarithmic(positive).setYAxisLogarithmicDecadeOnly(false);
    double decades = positive ? decades(finite) : 0;
    chart.getStyler().setYAxisTickLabelsFormattingFunction(value -> label(value, decades));
    addCurve(chart, "training", loss, PlotStyle.BLUE);
    if (Arrays.stream(validationLoss).anyMatch(Double::isFinite)) {
      addCurve(chart, "validation", validationLoss, PlotStyle.VERMILION);
    }
    return BitmapEncoder.getBufferedImage(chart);
  }

  private static void addCurve(XYChart chart, String name, double[] values, Color color) {
    double[] epochs = DoubleStream.iterate(1, epoch -> epoch + 1).limit(values.length).toArray();
    double[] drawn =
        Arrays.stream(values).map(value -> Double.isFinite(value) ? value : Double.NaN).toArray();
    XYSeries series = chart.addSeries(name, epochs, drawn);
    series.setLineColor(color);
    series.setLineStyle(new BasicStroke(2.5f));
    series.setMarkerColor(color);
    series.setMarker(values.length > 40 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
  }

  private static double decades(double[] finite) {
    return finite.length == 0
        ? 0
        : Math.log10(Arrays.stream(finite).max().orElseThrow())
            - Math.log10(Arrays.stream(finite).min().orElseThrow());
  }

  /**
   * As few digits as tell apart the marks of a logarithmic axis, and no more labels than there is
   * room for: all over one decade, 1, 2, 5 over three, else the powers of ten.
   */
  static String label(double value, double decades) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(2)).stripTrailingZeros();
    String kept = decades <= 1 ? "123456789" : decades <= 3 ? "125" : "1";
    boolean shown = decades == 0 || kept.indexOf(rounded.unscaledValue().toString().charAt(0)) >= 0;
    return shown ? rounded.toPlainString() : "";
  }
}
