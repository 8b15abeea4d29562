package org.gradcl.cli.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;

/** The style that all pictures share: colours that the colour-blind can tell apart, few lines. */
final class PlotStyle {
  /** Okabe and Ito's blue, for what the network does. */
  static final Color BLUE = new Color(0, 114, 178);

  /** Okabe and Ito's vermilion, for what it is compared with. */
  static final Color VERMILION = new Color(213, 94, 0);

  /** Further ones of theirs, for lines side by side. */
  static final Color GREEN = new Color(0, 158, 115);

  static final Color PURPLE = new Color(204, 121, 167);
  static final Color ORANGE = new Color(230, 159, 0);
  static final Color SKY = new Color(86, 180, 233);

  /** Text. */
  static final Color INK = new Color(40, 40, 40);

  /** Lines in the background. */
  static final Color GRID = new Color(228, 228, 228);

  static final int WIDTH = 900;
  static final int HEIGHT = 600;

  private PlotStyle() {}

  /** An empty chart of two axes. */
  static XYChart chart(String title, String xAxis, String yAxis, int width, int height) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(title)
            .xAxisTitle(xAxis)
            .yAxisTitle(yAxis)
            .build();
    XYStyler style = chart.getStyler();
    style.setBaseFont(font(Font.PLAIN, 14));
    style.setChartTitleFont(font(Font.BOLD, 18));
    style.setAxisTitleFont(font(Font.PLAIN, 15));
    style.setAxisTickLabelsFont(font(Font.PLAIN, 13));
    style.setLegendFont(font(Font.PLAIN, 14));
    style.setChartBackgroundColor(Color.WHITE);
    style.setChartFontColor(INK);
    style.setPlotBorderVisible(false);
    style.setPlotGridLinesColor(GRID);
    style.setPlotGridLinesStroke(new BasicStroke(1));
    style.setChartPadding(18);
    style.setChartTitlePadding(12);
    style.setLegendPosition(LegendPosition.InsideNE);
    style.setLegendBorderColor(Color.WHITE);
    style.setLegendPadding(10);
    style.setToolTipsAlwaysVisible(false);
    style.setAntiAlias(true);
    style.setTextAntiAlias(true);
    return chart;
  }

  /** An empty page with a title, to be drawn on with ink. */
  static void page(Graphics2D graphics, BufferedImage image, String title, int margin) {
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.setColor(INK);
    graphics.setFont(font(Font.BOLD, 18));
    graphics.drawString(title, margin, margin + graphics.getFontMetrics().getAscent());
  }

  static Font font(int face, int size) {
    return new Font(Font.SANS_SERIF, face, size);
  }
}
