package characters;

import java.util.Arrays;
import java.util.Random;
import org.gradcl.data.sequence.Vocabulary;
import org.gradcl.train.Predictor;

/**
 * Text drawn from a model, one character after the other.
 *
 * <pre>
 * P(c) ∝ e^(z[c] / temperature), z being what the model scores behind the last 32 characters
 * </pre>
 *
 * @param predictor whose model scores the next character at every place of a window
 * @param vocabulary that it was trained with
 * @param temperature above 0; below 1 likely characters become likelier
 */
record TextSampler(Predictor predictor, Vocabulary vocabulary, double temperature) {

  /** Continues a text of at least one character; the same seed draws the same again. */
  String continued(String beginning, int characters, long seed) {
    Random random = new Random(seed);
    int[] begun = vocabulary.encode(beginning);
    int[] tokens = Arrays.copyOf(begun, begun.length + characters);
    for (int i = begun.length; i < tokens.length; i++) {
      tokens[i] = draw(weights(tokens, i), random.nextDouble());
    }
    return vocabulary.decode(tokens);
  }

  /** Probabilities of the character at a place, up to a factor. */
  private double[] weights(int[] tokens, int place) {
    int known = Math.min(CharacterNet.CONTEXT, place);
    // What is behind the known characters stays 0 and is not seen, since attention is causal.
    float[] window = new float[CharacterNet.CONTEXT];
    for (int i = 0; i < known; i++) {
      window[i] = tokens[place - known + i];
    }
    float[] scores = predictor.predict(window);
    double[] weights = new double[vocabulary.size()];
    Arrays.setAll(weights, c -> scores[(known - 1) * weights.length + c] / temperature);
    double largest = Arrays.stream(weights).max().orElseThrow();
    return Arrays.stream(weights).map(z -> Math.exp(z - largest)).toArray();
  }

  /** The first index up to which weights add up to more than a share of their sum. */
  private static int draw(double[] weights, double share) {
    double left = share * Arrays.stream(weights).sum();
    int drawn = 0;
    while (drawn < weights.length - 1 && left >= weights[drawn]) {
      left -= weights[drawn++];
    }
    return drawn;
  }
}
