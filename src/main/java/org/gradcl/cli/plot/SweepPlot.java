package org.gradcl.cli.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Time over work, both logarithmic: measured beside what a device allows. */
public final class SweepPlot {
  private static final Color[] COLORS = {
    PlotStyle.BLUE,
    PlotStyle.VERMILION,
    PlotStyle.GREEN,
    PlotStyle.PURPLE,
    PlotStyle.ORANGE,
    PlotStyle.SKY
  };

  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.DIAMOND, SeriesMarkers.TRIANGLE_UP
  };

  private SweepPlot() {}

  /**
   * Sizes that belong together; all arrays of one length, all numbers positive.
   *
   * @param name for the legend
   * @param work of each size, in 10⁶ operations, ascending
   * @param milliseconds as measured
   * @param floor milliseconds that the device needs at least
   */
  public record Line(String name, double[] work, double[] milliseconds, double[] floor) {}

  /**
   * Draws the picture.
   *
   * @param title what was measured
   * @param lines at least one
   */
  public static BufferedImage draw(String title, List<Line> lines) {
    XYChart chart =
        PlotStyle.chart(
            title, "work of a step, MFLOP", "ms a step", PlotStyle.WIDTH, PlotStyle.HEIGHT);
    chart
        .getStyler()
        .setXAxisLogarithmic(true)
        .setYAxisLogarithmic(true)
        .setXAxisLogarithmicDecadeOnly(false)
        .setYAxisLogarithmicDecadeOnly(false);
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
    double xDecades = decades(lines.stream().map(Line::work).toList());
    chart.getStyler().setXAxisTickLabelsFormattingFunction(v -> LossPlot.label(v, xDecades));
    double yDecades =
        decades(
            lines.stream()
                .flatMap(line -> List.of(line.milliseconds(), line.floor()).stream())
                .toList());
    chart.getStyler().setYAxisTickLabelsFormattingFunction(v -> LossPlot.label(v, yDecades));
    for (int i = 0; i < lines.size(); i++) {
      add(chart, lines.get(i), COLORS[i % COLORS.length], MARKERS[i % MARKERS.length]);
    }
    return BitmapEncoder.getBufferedImage(chart);
  }

  private static void add(XYChart chart, Line line, Color color, Marker marker) {
    XYSeries measured = chart.addSeries(line.name(), line.work(), line.milliseconds());
    measured.setLineColor(color).setLineStyle(new BasicStroke(2.5f));
    measured.setMarker(marker).setMarkerColor(color);
    XYSeries floor = chart.addSeries(line.name() + ", roofline", line.work(), line.floor());
    floor.setLineColor(color).setLineStyle(dashes());
    floor.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
  }

  private static BasicStroke dashes() {
    return new BasicStroke(
        1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);
  }

  private static double decades(List<double[]> values) {
    DoubleStream all = values.stream().flatMapToDouble(DoubleStream::of);
    var statistics = all.summaryStatistics();
    return Math.log10(statistics.getMax() / statistics.getMin());
  }
}
