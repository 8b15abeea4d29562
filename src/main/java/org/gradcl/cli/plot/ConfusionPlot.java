package org.gradcl.cli.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.gradcl.text.Printable;

/**
 * The confusion matrix of a classification: one row for each true class, one column for each
 * predicted one.
 */
public final class ConfusionPlot {
  private static final int MARGIN = 28;
  private static final int HEADING = 60;
  private static final int LARGEST_CELL = 56;
  private static final int SIDE = 640;
  private static final int LONGEST_NAME = 32;
  private static final int SMALLEST_LETTERED_CELL = 18;

  private ConfusionPlot() {}

  /**
   * Draws the picture.
   *
   * @param title what was predicted
   * @param names of the classes, at least one
   * @param counts [true class][predicted class]
   */
  public static BufferedImage draw(String title, List<String> names, long[][] counts) {
    List<String> classes = names.stream().map(ConfusionPlot::label).toList();
    int cell = Math.max(1, Math.min(LARGEST_CELL, SIDE / classes.size()));
    boolean lettered = cell >= SMALLEST_LETTERED_CELL;
    Font font = PlotStyle.font(Font.PLAIN, Math.max(9, Math.min(15, cell / 3)));
    int labels = lettered ? widest(classes, font) + 12 : 12;
    int side = cell * classes.size();
    BufferedImage image =
        new BufferedImage(
            Math.max(2 * MARGIN + labels + side, 420),
            2 * MARGIN + HEADING + side + labels,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      PlotStyle.page(graphics, image, title, MARGIN);
      graphics.setFont(PlotStyle.font(Font.PLAIN, 14));
      graphics.drawString("rows: truth, columns: prediction", MARGIN, MARGIN + 42);
      graphics.setFont(font);
      graphics.translate(MARGIN + labels, MARGIN + HEADING);
      cells(graphics, counts, cell, lettered);
      if (lettered) {
        names(graphics, classes, cell, side);
      }
    } finally {
      graphics.dispose();
    }
    return image;
  }

  /** A name in a line; of a description the beginning, or the picture would be that wide. */
  private static String label(String name) {
    return Printable.line(Printable.beginning(name, LONGEST_NAME));
  }

  private static void cells(Graphics2D graphics, long[][] counts, int cell, boolean lettered) {
    FontMetrics metrics = graphics.getFontMetrics();
    for (int truth = 0; truth < counts.length; truth++) {
      long rowTotal = 0;
      for (long count : counts[truth]) {
        rowTotal += count;
      }
      for (int predicted = 0; predicted < counts.length; predicted++) {
        long count = counts[truth][predicted];
        double share = rowTotal == 0 ? 0 : (double) count / rowTotal;
        graphics.setColor(shade(share, truth == predicted));
        graphics.fillRect(predicted * cell, truth * cell, cell, cell);
        if (lettered && count > 0) {
          String text = Long.toString(count);
          graphics.setColor(share > 0.5 ? Color.WHITE : PlotStyle.INK);
          graphics.drawString(
              text,
              predicted * cell + (cell - metrics.stringWidth(text)) / 2,
              truth * cell + (cell + metrics.getAscent() - metrics.getDescent()) / 2);
        }
      }
    }
    graphics.setColor(PlotStyle.GRID);
    graphics.drawRect(0, 0, cell * counts.length, cell * counts.length);
  }

  private static void names(Graphics2D graphics, List<String> classes, int cell, int side) {
    graphics.setColor(PlotStyle.INK);
    FontMetrics metrics = graphics.getFontMetrics();
    int baseline = (cell + metrics.getAscent() - metrics.getDescent()) / 2;
    for (int i = 0; i < classes.size(); i++) {
      String name = classes.get(i);
      graphics.drawString(name, -8 - metrics.stringWidth(name), i * cell + baseline);
      Graphics2D turned = (Graphics2D) graphics.create();
      turned.translate(i * cell + baseline, side + 8 + metrics.stringWidth(name));
      turned.rotate(-Math.PI / 2);
      turned.drawString(name, 0, 0);
      turned.dispose();
    }
  }

  /** From white to blue where right, to vermilion where wrong. */
  private static Color shade(double share, boolean right) {
    Color full = right ? PlotStyle.BLUE : PlotStyle.VERMILION;
    return new Color(
        mix(full.getRed(), share), mix(full.getGreen(), share), mix(full.getBlue(), share));
  }

  private static int mix(int full, double share) {
    return (int) Math.round(255 + (full - 255) * share);
  }

  private static int widest(List<String> names, Font font) {
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      FontMetrics metrics = graphics.getFontMetrics(font);
      return names.stream().mapToInt(metrics::stringWidth).max().orElse(0);
    } finally {
      graphics.dispose();
    }
  }
}
