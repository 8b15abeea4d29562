package org.gradcl.cli.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Pictures completed from a part of them: a row of the same pictures for each way to complete them.
 */
public final class CompletionPlot {
  private static final int COLUMNS = 10;
  private static final int PIXEL = 9;
  private static final int GAP = 10;
  private static final int BAND_GAP = 24;
  private static final int MARGIN = 24;
  private static final int LABELS = 150;
  private static final int HEADING = 46;
  static final Color MISSING = new Color(236, 226, 214);

  /**
   * A row of pictures.
   *
   * @param label what is to its left
   * @param pictures one a column, row major, 0 white to 1 black; NaN for a pixel that is missing
   */
  public record Row(String label, List<float[]> pictures) {
    /** Copies the list. */
    public Row {
      pictures = List.copyOf(pictures);
    }
  }

  private CompletionPlot() {}

  /**
   * Draws the picture: bands of at most ten columns, one below the other.
   *
   * @param title what is seen
   * @param width pixels in a row of each picture
   * @param rows at least one; all of the same number of pictures of the same size
   */
  public static BufferedImage draw(String title, int width, List<Row> rows) {
    int count = rows.get(0).pictures().size();
    int columns = Math.min(count, COLUMNS);
    int bands = (count + columns - 1) / columns;
    int columnStep = width * PIXEL + GAP;
    int rowStep = rows.get(0).pictures().get(0).length / width * PIXEL + GAP;
    int bandStep = rows.size() * rowStep + BAND_GAP;
    BufferedImage image =
        new BufferedImage(
            MARGIN + LABELS + columns * columnStep - GAP + MARGIN,
            MARGIN + HEADING + bands * bandStep - BAND_GAP - GAP + MARGIN,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      PlotStyle.page(graphics, image, title, MARGIN);
      graphics.setFont(PlotStyle.font(Font.PLAIN, 15));
      for (int band = 0; band < bands; band++) {
        for (int r = 0; r < rows.size(); r++) {
          int y = MARGIN + HEADING + band * bandStep + r * rowStep;
          label(graphics, rows.get(r).label(), y + (rowStep - GAP) / 2);
          List<float[]> pictures =
              rows.get(r).pictures().subList(band * columns, Math.min(count, (band + 1) * columns));
          for (int c = 0; c < pictures.size(); c++) {
            picture(graphics, pictures.get(c), width, MARGIN + LABELS + c * columnStep, y);
          }
        }
      }
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private static void label(Graphics2D graphics, String text, int middle) {
    FontMetrics metrics = graphics.getFontMetrics();
    graphics.setColor(PlotStyle.INK);
    graphics.drawString(text, MARGIN, middle + (metrics.getAscent() - metrics.getDescent()) / 2);
  }

  private static void picture(Graphics2D graphics, float[] pixels, int width, int x, int y) {
    for (int i = 0; i < pixels.length; i++) {
      graphics.setColor(shade(pixels[i]));
      graphics.fillRect(x + i % width * PIXEL, y + i / width * PIXEL, PIXEL, PIXEL);
    }
    graphics.setColor(PlotStyle.GRID);
    graphics.drawRect(x - 1, y - 1, width * PIXEL + 1, pixels.length / width * PIXEL + 1);
  }

  private static Color shade(float ink) {
    if (Float.isNaN(ink)) {
      return MISSING;
    }
    int level = Math.round(255 * (1 - Math.max(0, Math.min(1, ink))));
    return new Color(level, level, level);
  }
}
