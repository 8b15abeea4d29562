package characters;

import java.util.HashMap;
import java.util.Map;

/**
 * Counted characters behind the characters before them, smoothed as Witten and Bell do:
 *
 * <pre>
 * P(c | h) = (n(h, c) + k(h)·P(c | h without its first)) / (n(h) + k(h))
 * P(c)     = (n(c) + k / alphabet) / (n + k)                              where h is empty
 * </pre>
 *
 * <p>n(h, c) is how often c stood behind h in the training part, n(h) the sum over all c, k(h) how
 * many different c there were; where h was never seen, it is shortened. Source: Chen and Goodman,
 * An Empirical Study of Smoothing Techniques for Language Modeling, 1998.
 */
final class NGrams {
  private final int order;
  private final int alphabet;
  private final Map<String, Followers> counted = new HashMap<>();

  private NGrams(int order, int alphabet) {
    this.order = order;
    this.alphabet = alphabet;
  }

  /**
   * Counts the characters of a text.
   *
   * @param order n: a character is predicted from the n − 1 before it
   * @param alphabet how many characters there can be
   */
  static NGrams of(String training, int order, int alphabet) {
    NGrams model = new NGrams(order, alphabet);
    for (int i = 0; i < training.length(); i++) {
      for (int length = 0; length < order && length <= i; length++) {
        String before = training.substring(i - length, i);
        model.counted.computeIfAbsent(before, h -> new Followers()).count(training.charAt(i));
      }
    }
    return model;
  }

  /**
   * The mean of −log₂ P over characters of a text.
   *
   * @param from the first of them; what is before it is known
   */
  double bits(String text, int from) {
    double bits = 0;
    for (int i = from; i < text.length(); i++) {
      String before = text.substring(Math.max(0, i - order + 1), i);
      bits -= Math.log(probability(before, text.charAt(i))) / Math.log(2);
    }
    return bits / (text.length() - from);
  }

  private double probability(String before, char next) {
    double shorter = before.isEmpty() ? 1.0 / alphabet : probability(before.substring(1), next);
    Followers followers = counted.get(before);
    return followers == null ? shorter : followers.probability(next, shorter);
  }

  /** What stood behind one context. */
  private static final class Followers {
    private final Map<Character, Integer> counts = new HashMap<>();
    private int all;

    void count(char next) {
      counts.merge(next, 1, Integer::sum);
      all++;
    }

    double probability(char next, double shorter) {
      int kinds = counts.size();
      return (counts.getOrDefault(next, 0) + kinds * shorter) / (all + kinds);
    }
  }
}
