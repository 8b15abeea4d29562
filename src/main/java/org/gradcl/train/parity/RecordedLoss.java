package org.gradcl.train.parity;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gradcl.catalogue.Description;
import org.gradcl.loss.Loss;
import org.gradcl.loss.LossTerm;
import org.gradcl.loss.Losses;

/** Reads a loss of a recorded model. */
final class RecordedLoss {
  /** The loss that compares outputs with each other alone. */
  private static final String WITHOUT_TARGET = "triplet";

  private RecordedLoss() {}

  /**
   * A term of the objective.
   *
   * @param axesOfWeights how many axes an array of sample weights has, by its name
   * @param arrayOf the name of a batch's array, from that of a target
   */
  static LossTerm of(
      Specification given, Map<String, Integer> axesOfWeights, Map<String, String> arrayOf)
      throws IOException {
    String[] outputs =
        given.has("outputs")
            ? given.texts("outputs").toArray(String[]::new)
            : new String[] {given.text("output")};
    String name = given.text("loss");
    String target =
        name.equals(WITHOUT_TARGET)
            ? LossTerm.TARGET
            : known("target", given.text("target"), arrayOf);
    double weight = given.number("weight", 1);
    String weights = given.has("sample_weights") ? given.text("sample_weights") : null;
    LossTerm term = LossTerm.of(loss(given)).on(outputs).against(target).times(weight);
    return weights == null
        ? term
        : term.weightedBy(weights, known("input of weights", weights, axesOfWeights));
  }

  private static <T> T known(String what, String name, Map<String, T> all) throws IOException {
    if (!all.containsKey(name)) {
      throw new IOException(
          "its loss has no " + what + " '" + name + "'; there are " + all.keySet());
    }
    return all.get(name);
  }

  /** A loss of the catalogue, with the settings given. */
  private static Loss loss(Specification given) throws IOException {
    String name = given.text("loss");
    StringBuilder text = new StringBuilder(name.equals("mse_sum") ? "mse reduction=sum" : name);
    Map<String, Object> settings = new LinkedHashMap<>(given.settings());
    settings.forEach((key, value) -> text.append(' ').append(key).append('=').append(text(value)));
    try {
      return Losses.named(text.toString());
    } catch (IllegalArgumentException e) {
      throw new IOException("its loss can't be used: " + e.getMessage(), e);
    }
  }

  private static String text(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(RecordedLoss::text).collect(Collectors.joining(","));
    }
    if (value instanceof Number number) {
      return Description.format(number.doubleValue());
    }
    String word = value.toString();
    return word.equals("batchmean") ? "batch_mean" : word;
  }
}
