package org.gradcl.cli.plot;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import org.gradcl.text.Printable;
import org.knowm.xchart.XYChart;

/**
 * Prediction against truth where there are several targets: a panel for each, with axes of its own,
 * since in one cloud a target of large numbers would hide the others.
 */
public final class PredictionPanels {
  /** More panels would be too small to be read, or the picture too large. */
  public static final int MOST = 9;

  private static final int SIZE = 440;
  private static final int NAME = 28;
  private static final int STEP = NAME + SIZE;
  private static final int MARGIN = 24;
  private static final int HEADING = 68;
  private static final int LONGEST_NAME = 40;

  /**
   * One target.
   *
   * @param name of the target
   * @param truth the true values, at least one
   * @param prediction as many predictions
   */
  public record Panel(String name, double[] truth, double[] prediction) {}

  private PredictionPanels() {}

  /**
   * Draws the picture, in at most three columns.
   *
   * @param title what was predicted
   * @param panels from 1 to {@link #MOST}
   */
  public static BufferedImage draw(String title, List<Panel> panels) {
    int columns = panels.size() == 4 ? 2 : Math.min(panels.size(), 3);
    int rows = (panels.size() + columns - 1) / columns;
    BufferedImage image =
        new BufferedImage(
            2 * MARGIN + columns * SIZE,
            HEADING + rows * STEP + MARGIN,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      PlotStyle.page(graphics, image, title, MARGIN);
      legend(graphics, panels.get(0).truth().length);
      for (int i = 0; i < panels.size(); i++) {
        int x = MARGIN + i % columns * SIZE;
        int y = HEADING + i / columns * STEP;
        name(
            graphics,
            Printable.beginning(panels.get(i).name(), LONGEST_NAME),
            x + SIZE / 2,
            y + NAME);
        // A chart paints where its graphics begin.
        Graphics2D place = (Graphics2D) graphics.create(x, y + NAME, SIZE, SIZE);
        chart(panels.get(i)).paint(place, SIZE, SIZE);
        place.dispose();
      }
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private static XYChart chart(Panel panel) {
    XYChart chart = PlotStyle.chart("", "truth", "prediction", SIZE, SIZE);
    chart.getStyler().setChartTitleVisible(false).setLegendVisible(false);
    PredictionPlot.fill(chart, panel.truth(), panel.prediction());
    return chart;
  }

  /** A panel's name; a chart's own title would stand higher or lower with its letters. */
  private static void name(Graphics2D graphics, String name, int middle, int base) {
    graphics.setColor(PlotStyle.INK);
    graphics.setFont(PlotStyle.font(Font.BOLD, 16));
    graphics.drawString(name, middle - graphics.getFontMetrics().stringWidth(name) / 2, base);
  }

  /** The legend of all panels, below the title. */
  private static void legend(Graphics2D graphics, int rows) {
    graphics.setFont(PlotStyle.font(Font.PLAIN, 14));
    FontMetrics metrics = graphics.getFontMetrics();
    int base = HEADING - metrics.getDescent();
    int middle = base - metrics.getAscent() / 2 + 1;
    String dots = PredictionPlot.legend(rows, "rows");
    graphics.setColor(PlotStyle.BLUE);
    graphics.fillOval(MARGIN, middle - 3, 7, 7);
    int x = MARGIN + 15;
    graphics.setColor(PlotStyle.INK);
    graphics.drawString(dots, x, base);
    x += metrics.stringWidth(dots) + 28;
    graphics.setColor(PlotStyle.VERMILION);
    graphics.setStroke(new BasicStroke(2));
    graphics.drawLine(x, middle, x + 24, middle);
    graphics.setColor(PlotStyle.INK);
    graphics.drawString("prediction = truth", x + 32, base);
  }
}
