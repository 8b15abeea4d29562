package digits;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.train.Trainer;

/** A picture of the digits that a net takes for others: truth to the left, answer to the right. */
final class MisreadDigits {
  private static final int SIDE = 8;
  private static final int SCALE = 8;
  private static final int CELL = SIDE * SCALE + 32;
  private static final int COLUMNS = 10;
  private static final int CLASSES = 10;

  private MisreadDigits() {}

  /** Writes {@code misread-NET.png}. */
  static void draw(Trainer trainer, ArrayDataSet images, Path folder, String net, PrintStream out)
      throws IOException {
    float[] scores = trainer.predict(images).floats();
    List<Integer> misread = new ArrayList<>();
    for (int i = 0; i < images.samples(); i++) {
      if (answer(scores, i) != (int) images.targets()[i]) {
        misread.add(i);
      }
    }
    if (misread.isEmpty()) {
      return;
    }
    int rows = (misread.size() + COLUMNS - 1) / COLUMNS;
    BufferedImage picture =
        new BufferedImage(COLUMNS * CELL, rows * CELL, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    for (int i = 0; i < misread.size(); i++) {
      int sample = misread.get(i);
      graphics.translate(i % COLUMNS * CELL + 16, i / COLUMNS * CELL + 24);
      paint(graphics, images.inputs(), sample);
      String caption = (int) images.targets()[sample] + " → " + answer(scores, sample);
      graphics.setColor(Color.BLACK);
      graphics.drawString(caption, 0, -6);
      graphics.translate(-(i % COLUMNS * CELL + 16), -(i / COLUMNS * CELL + 24));
    }
    graphics.dispose();
    Files.createDirectories(folder);
    Path file = folder.resolve("misread-" + net + ".png");
    ImageIO.write(picture, "png", file.toFile());
    out.printf("%s: %d digits misread with seed 1%n", file, misread.size());
  }

  private static void paint(Graphics2D graphics, float[] pixels, int sample) {
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        float white = 1 - pixels[(sample * SIDE + row) * SIDE + column];
        graphics.setColor(new Color(white, white, white));
        graphics.fillRect(column * SCALE, row * SCALE, SCALE, SCALE);
      }
    }
  }

  private static int answer(float[] scores, int sample) {
    int best = 0;
    for (int i = 1; i < CLASSES; i++) {
      best = scores[sample * CLASSES + i] > scores[sample * CLASSES + best] ? i : best;
    }
    return best;
  }
}
