package characters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gradcl.data.sequence.TokenWindows;
import org.gradcl.data.sequence.Vocabulary;
import org.gradcl.tensor.HostTensor;

/** A text, whose end judges what was learnt from what is before it. */
final class CharacterText {
  /** Characters from the beginning of one window to learn from to that of the next. */
  private static final int STRIDE = 8;

  /** How many characters of a window that judges are only there to be read. */
  private static final int KNOWN = CharacterNet.CONTEXT / 2;

  private final Vocabulary vocabulary;
  private final String text;
  private final int from;

  /**
   * Parts of a text.
   *
   * @param vocabulary of all of it, so that every model has the same characters to choose from
   * @param text up to the end of the part that judges
   * @param from where that part begins; what is before is for training
   */
  private CharacterText(Vocabulary vocabulary, String text, int from) {
    this.vocabulary = vocabulary;
    this.text = text;
    this.from = from;
  }

  /** The last tenth judges. */
  static CharacterText forTest(Path file) throws IOException {
    String all = Files.readString(file, StandardCharsets.UTF_8);
    return new CharacterText(Vocabulary.of(all), all, tenths(all, 9));
  }

  /** The last tenth is left out and the one before it judges: for choosing settings. */
  static CharacterText forValidation(Path file) throws IOException {
    String all = Files.readString(file, StandardCharsets.UTF_8);
    return new CharacterText(Vocabulary.of(all), all.substring(0, tenths(all, 9)), tenths(all, 8));
  }

  private static int tenths(String all, int count) {
    return all.length() * count / 10;
  }

  /** The characters of the whole text. */
  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** How many characters train. */
  int trained() {
    return from;
  }

  /** How many characters judge. */
  int judged() {
    return text.length() - from;
  }

  /** Windows that read nothing of the part that judges. */
  TokenWindows training() {
    return TokenWindows.of(
        vocabulary.encode(text.substring(0, from)), CharacterNet.CONTEXT, STRIDE);
  }

  /** Counted n-grams of the training part, in bits a character of the part that judges. */
  double bitsOfCounted(int order) {
    return NGrams.of(text.substring(0, from), order, vocabulary.size()).bits(text, from);
  }

  /**
   * Windows in whose second halves every character that judges is a target once, so that it is
   * predicted from 17 to 32 characters before it. They end with the text, and the first begin in
   * the training part.
   */
  TokenWindows judging() {
    int windows = (judged() + KNOWN - 1) / KNOWN;
    int begin = text.length() - 1 - CharacterNet.CONTEXT - (windows - 1) * KNOWN;
    return TokenWindows.of(vocabulary.encode(text.substring(begin)), CharacterNet.CONTEXT, KNOWN);
  }

  /**
   * The mean over all characters that judge, in bits.
   *
   * @param losses [windows, context] of {@link #judging}, natural logarithms
   */
  double bits(HostTensor losses) {
    float[] ofWindows = losses.floats();
    int targets = ofWindows.length / 2;
    double sum = 0;
    // The first window begins to count up to 15 characters before the part that judges.
    for (int i = targets - judged(); i < targets; i++) {
      sum += ofWindows[i / KNOWN * CharacterNet.CONTEXT + KNOWN + i % KNOWN];
    }
    return sum / judged() / Math.log(2);
  }
}
