package common;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;

/** Lines over one pair of axes, as a PNG file. */
public final class LineChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 480;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final int TICKS = 8;
  private static final Color GRID = new Color(0xdddddd);

  private record Line(String name, Color color, double[] x, double[] y) {}

  private final String title;
  private final String xName;
  private final String yName;
  private final List<Line> lines = new ArrayList<>();
  private double left;
  private double right;
  private double low;
  private double high;

  /** A chart without lines. */
  public LineChart(String title, String xName, String yName) {
    this.title = title;
    this.xName = xName;
    this.yName = yName;
  }

  /**
   * Adds a line.
   *
   * @param x ascending
   * @param y for each x; where it is NaN the line is broken
   */
  public LineChart line(String name, Color color, double[] x, double[] y) {
    lines.add(new Line(name, color, x.clone(), y.clone()));
    return this;
  }

  /** Writes the chart, and the folder if there is none. */
  public void write(Path file) throws IOException {
    left = all(true).min().orElseThrow();
    right = all(true).max().orElseThrow();
    double margin = 0.05 * (all(false).max().orElseThrow() - all(false).min().orElseThrow());
    low = all(false).min().orElseThrow() - margin;
    high = all(false).max().orElseThrow() + margin;
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    axes(graphics);
    for (int i = 0; i < lines.size(); i++) {
      draw(graphics, lines.get(i), i);
    }
    graphics.dispose();
    if (file.getParent() != null) {
      Files.createDirectories(file.getParent());
    }
    ImageIO.write(picture, "png", file.toFile());
  }

  private DoubleStream all(boolean ofX) {
    return lines.stream()
        .flatMapToDouble(line -> Arrays.stream(ofX ? line.x : line.y))
        .filter(value -> !Double.isNaN(value));
  }

  private double across(double x) {
    return LEFT + (x - left) / (right - left) * (WIDTH - LEFT - RIGHT);
  }

  private double down(double y) {
    return HEIGHT - BOTTOM - (y - low) / (high - low) * (HEIGHT - TOP - BOTTOM);
  }

  private void axes(Graphics2D graphics) {
    double yStep = step(high - low);
    for (double y = Math.ceil(low / yStep) * yStep; y <= high; y += yStep) {
      graphics.setColor(GRID);
      graphics.drawLine(LEFT, (int) down(y), WIDTH - RIGHT, (int) down(y));
      graphics.setColor(Color.DARK_GRAY);
      graphics.drawString(text(y, yStep), 24, (int) down(y) + 4);
    }
    double xStep = step(right - left);
    for (double x = Math.ceil(left / xStep) * xStep; x <= right; x += xStep) {
      graphics.setColor(GRID);
      graphics.drawLine((int) across(x), TOP, (int) across(x), HEIGHT - BOTTOM);
      graphics.setColor(Color.DARK_GRAY);
      graphics.drawString(text(x, xStep), (int) across(x) - 12, HEIGHT - BOTTOM + 18);
    }
    graphics.drawRect(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM);
    graphics.drawString(xName, WIDTH / 2 - 20, HEIGHT - 12);
    graphics.drawString(yName, 12, TOP - 10);
    graphics.setFont(graphics.getFont().deriveFont(Font.BOLD));
    graphics.drawString(title, LEFT + 60, TOP - 14);
    graphics.setFont(graphics.getFont().deriveFont(Font.PLAIN));
  }

  private void draw(Graphics2D graphics, Line line, int place) {
    graphics.setColor(line.color);
    graphics.setStroke(new BasicStroke(2f));
    Path2D path = new Path2D.Double();
    boolean pen = false;
    for (int i = 0; i < line.y.length; i++) {
      if (Double.isNaN(line.y[i])) {
        pen = false;
      } else if (pen) {
        path.lineTo(across(line.x[i]), down(line.y[i]));
      } else {
        path.moveTo(across(line.x[i]), down(line.y[i]));
        pen = true;
      }
    }
    graphics.draw(path);
    graphics.drawLine(LEFT + 15, TOP + 20 + 20 * place, LEFT + 40, TOP + 20 + 20 * place);
    graphics.setColor(Color.BLACK);
    graphics.drawString(line.name, LEFT + 48, TOP + 24 + 20 * place);
  }

  /** The distance of ticks: 1, 2 or 5 times a power of ten. */
  private static double step(double range) {
    double rough = range / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digits = rough / power;
    return power * (digits <= 1 ? 1 : digits <= 2 ? 2 : digits <= 5 ? 5 : 10);
  }

  private static String text(double value, double step) {
    int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step)));
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
