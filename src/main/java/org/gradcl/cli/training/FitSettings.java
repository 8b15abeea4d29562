package org.gradcl.cli.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcl.data.DataException;

/**
 * The settings of a fit that are numbers. Saved with the model, since a resumed run reports them
 * again. Immutable.
 *
 * @param seed of all random numbers
 * @param epochs passes over the training part
 * @param batchSize samples in a batch
 * @param patience epochs without improvement after which to stop, 0 for none
 */
record FitSettings(long seed, int epochs, int batchSize, int patience) {
  private static final String PREFIX = "fit.";

  static FitSettings of(Settings settings) {
    return new FitSettings(
        settings.seed(), settings.epochs(), settings.batchSize(), settings.patience().orElse(0));
  }

  /** The settings of saved attributes. */
  static FitSettings of(Map<String, String> attributes) {
    return new FitSettings(
        number(attributes, "seed"),
        (int) number(attributes, "epochs"),
        (int) number(attributes, "batchSize"),
        (int) number(attributes, "patience"));
  }

  Map<String, String> attributes() {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put(PREFIX + "seed", Long.toString(seed));
    attributes.put(PREFIX + "epochs", Integer.toString(epochs));
    attributes.put(PREFIX + "batchSize", Integer.toString(batchSize));
    attributes.put(PREFIX + "patience", Integer.toString(patience));
    return attributes;
  }

  private static long number(Map<String, String> attributes, String name) {
    String text = attributes.get(PREFIX + name);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new DataException(
          String.format(
              "The checkpoint's %s is no number, found %s; was it written by 'gradcl train'?",
              PREFIX + name, text));
    }
  }
}
