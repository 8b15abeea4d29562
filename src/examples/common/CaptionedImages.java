package common;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Small grey images in rows, each with a line above it, as a PNG file. */
public final class CaptionedImages {
  private final int side;
  private final int scale;
  private final int columns;
  private final List<float[]> images = new ArrayList<>();
  private final List<String> captions = new ArrayList<>();

  /**
   * A picture without images.
   *
   * @param side pixels of an image, in height and width
   * @param scale how many pixels of the picture are one of an image, in height and width
   * @param columns images in a row
   */
  public CaptionedImages(int side, int scale, int columns) {
    this.side = side;
    this.scale = scale;
    this.columns = columns;
  }

  /**
   * Adds an image.
   *
   * @param pixels of all images, from 0, which is painted white, to 1
   * @param index of the image among them
   */
  public void add(float[] pixels, int index, String caption) {
    float[] image = new float[side * side];
    System.arraycopy(pixels, index * side * side, image, 0, image.length);
    images.add(image);
    captions.add(caption);
  }

  /** Writes the picture, and the folder if there is none; of no images there is no picture. */
  public void write(Path file) throws IOException {
    if (images.isEmpty()) {
      return;
    }
    int cell = side * scale + 32;
    int rows = (images.size() + columns - 1) / columns;
    BufferedImage picture =
        new BufferedImage(columns * cell, rows * cell, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    for (int i = 0; i < images.size(); i++) {
      int x = i % columns * cell + 16;
      int y = i / columns * cell + 24;
      paint(graphics, images.get(i), x, y);
      graphics.setColor(Color.BLACK);
      graphics.drawString(captions.get(i), x, y - 6);
    }
    graphics.dispose();
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(picture, "png", file.toFile());
  }

  private void paint(Graphics2D graphics, float[] image, int x, int y) {
    for (int i = 0; i < image.length; i++) {
      float white = 1 - image[i];
      graphics.setColor(new Color(white, white, white));
      graphics.fillRect(x + i % side * scale, y + i / side * scale, scale, scale);
    }
  }
}
