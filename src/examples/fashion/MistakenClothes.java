package fashion;

import common.CaptionedImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gradcl.data.ArrayDataSet;

/**
 * The clothes that a net takes for others and is surest of: those whose score for the answer lies
 * furthest above that for the truth.
 */
final class MistakenClothes {
  private static final int SIDE = 28;
  private static final int SCALE = 4;
  private static final int COLUMNS = 5;
  private static final int MOST = 20;
  private static final int CLASSES = 10;

  private MistakenClothes() {}

  /**
   * A mistake.
   *
   * @param sample its index
   * @param margin of the answer's score over that of the truth
   */
  private record Mistake(int sample, int truth, int answer, double margin) {}

  /**
   * Draws them, truth to the left, answer to the right.
   *
   * @param scores of every image for every class
   */
  static void draw(float[] scores, ArrayDataSet images, Path file) throws IOException {
    List<Mistake> mistakes = new ArrayList<>();
    for (int i = 0; i < images.samples(); i++) {
      int truth = (int) images.targets()[i];
      int answer = 0;
      for (int c = 1; c < CLASSES; c++) {
        answer = scores[i * CLASSES + c] > scores[i * CLASSES + answer] ? c : answer;
      }
      if (answer != truth) {
        double margin = scores[i * CLASSES + answer] - scores[i * CLASSES + truth];
        mistakes.add(new Mistake(i, truth, answer, margin));
      }
    }
    mistakes.sort(Comparator.comparingDouble(Mistake::margin).reversed());
    CaptionedImages picture = new CaptionedImages(SIDE, SCALE, COLUMNS);
    for (Mistake mistake : mistakes.subList(0, Math.min(MOST, mistakes.size()))) {
      String caption =
          FashionImages.name(mistake.truth) + " → " + FashionImages.name(mistake.answer);
      picture.add(images.inputs(), mistake.sample, caption);
    }
    picture.write(file);
  }
}
