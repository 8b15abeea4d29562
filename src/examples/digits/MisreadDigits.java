package digits;

import common.CaptionedImages;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.train.Trainer;

/** A picture of the digits that a net takes for others: truth to the left, answer to the right. */
final class MisreadDigits {
  private static final int SIDE = 8;
  private static final int SCALE = 8;
  private static final int COLUMNS = 10;
  private static final int CLASSES = 10;

  private MisreadDigits() {}

  /** Writes {@code misread-NET.png}. */
  static void draw(Trainer trainer, ArrayDataSet images, Path folder, String net, PrintStream out)
      throws IOException {
    float[] scores = trainer.predict(images).floats();
    CaptionedImages picture = new CaptionedImages(SIDE, SCALE, COLUMNS);
    int misread = 0;
    for (int i = 0; i < images.samples(); i++) {
      int truth = (int) images.targets()[i];
      int answer = answer(scores, i);
      if (answer != truth) {
        misread++;
        picture.add(images.inputs(), i, truth + " → " + answer);
      }
    }
    Path file = folder.resolve("misread-" + net + ".png");
    picture.write(file);
    out.printf("%s: %d digits misread with seed 1%n", file, misread);
  }

  private static int answer(float[] scores, int sample) {
    int best = 0;
    for (int i = 1; i < CLASSES; i++) {
      best = scores[sample * CLASSES + i] > scores[sample * CLASSES + best] ? i : best;
    }
    return best;
  }
}
