package org.gradcl.cli.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcl.data.DataException;
import org.gradcl.device.DevicePolicy;

/**
 * The settings of a fit. Saved with the model, since a resumed run reports them again and goes on
 * with the device that was asked for. Immutable.
 *
 * @param seed of all random numbers
 * @param epochs passes over the training part
 * @param batchSize samples in a batch
 * @param patience epochs without improvement after which to stop, 0 for none
 * @param device which one was asked for
 */
record FitSettings(long seed, int epochs, int batchSize, int patience, DevicePolicy device) {
  private static final String PREFIX = "fit.";

  static FitSettings of(Settings settings, DevicePolicy device) {
    return new FitSettings(
        settings.seed(),
        settings.epochs(),
        settings.batchSize(),
        settings.patience().orElse(0),
        device);
  }

  /** The settings of saved attributes. */
  static FitSettings of(Map<String, String> attributes) {
    return new FitSettings(
        number(attributes, "seed"),
        (int) number(attributes, "epochs"),
        (int) number(attributes, "batchSize"),
        (int) number(attributes, "patience"),
        DevicePolicy.parse(saved(attributes, "device")));
  }

  /** These with another number of epochs. */
  FitSettings withEpochs(int value) {
    return new FitSettings(seed, value, batchSize, patience, device);
  }

  Map<String, String> attributes() {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put(PREFIX + "seed", Long.toString(seed));
    attributes.put(PREFIX + "epochs", Integer.toString(epochs));
    attributes.put(PREFIX + "batchSize", Integer.toString(batchSize));
    attributes.put(PREFIX + "patience", Integer.toString(patience));
    attributes.put(PREFIX + "device", device.words());
    return attributes;
  }

  private static long number(Map<String, String> attributes, String name) {
    String text = saved(attributes, name);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new DataException(
          String.format(
              "The checkpoint is damaged: its %s is no number, found '%s'", PREFIX + name, text),
          e);
    }
  }

  private static String saved(Map<String, String> attributes, String name) {
    String text = attributes.get(PREFIX + name);
    if (text == null) {
      throw new DataException(
          String.format(
              "The checkpoint has no %s: it was not written by this version of 'gradcl train', so"
                  + " that this can't resume it",
              PREFIX + name));
    }
    return text;
  }
}
