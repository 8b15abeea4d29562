package org.gradcl.cli.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.Precision;

/**
 * The length of the training and its data. Saved with the model, since a resumed run reports it
 * again and uses the same device. Immutable.
 *
 * @param seed of all random numbers
 * @param epochs passes over the training part
 * @param batchSize samples in a batch
 * @param patience epochs without improvement after which to stop, 0 for none
 * @param device which one was asked for
 * @param precision of products that was asked for
 */
public record FitChoice(
    long seed, int epochs, int batchSize, int patience, DevicePolicy device, Precision precision) {
  private static final String PREFIX = "fit.";

  /**
   * The choice of saved attributes.
   *
   * @throws org.gradcl.data.DataException if one is missing or damaged
   */
  static FitChoice of(Map<String, String> attributes) {
    SavedAttributes saved = new SavedAttributes(attributes);
    String device = PREFIX + "device";
    String precision = PREFIX + "precision";
    return new FitChoice(
        saved.number(PREFIX + "seed", Long::valueOf),
        saved.number(PREFIX + "epochs", Integer::valueOf),
        saved.number(PREFIX + "batchSize", Integer::valueOf),
        saved.number(PREFIX + "patience", Integer::valueOf),
        SavedAttributes.meaning(device, saved.text(device), "a device", DevicePolicy::parse),
        saved
            .ifSaved(precision)
            .map(text -> SavedAttributes.meaning(precision, text, "one", Precision::valueOf))
            .orElse(Precision.FLOAT32));
  }

  /** This with another number of epochs. */
  FitChoice withEpochs(int value) {
    return new FitChoice(seed, value, batchSize, patience, device, precision);
  }

  Map<String, String> attributes() {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put(PREFIX + "seed", Long.toString(seed));
    attributes.put(PREFIX + "epochs", Integer.toString(epochs));
    attributes.put(PREFIX + "batchSize", Integer.toString(batchSize));
    attributes.put(PREFIX + "patience", Integer.toString(patience));
    attributes.put(PREFIX + "device", device.words());
    attributes.put(PREFIX + "precision", precision.name());
    return attributes;
  }
}
