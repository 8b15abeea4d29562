package org.gradcl.nn;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;

/**
 * A hidden layer as the command line states it: its width and its activation; its inputs follow
 * from the layer before it.
 *
 * @param units the width
 * @param activation the function after it
 */
public record HiddenLayer(int units, Activation activation) {

  /**
   * Reads hidden layers such as {@code 64 relu, 32 leaky_relu slope=0.1}; an empty text has none.
   *
   * @param text layers separated by commas
   * @return the layers in order
   * @throws CatalogueException naming the part that is no width with an activation; the message
   *     lists the known activations if it is these
   */
  public static List<HiddenLayer> parse(String text) {
    List<HiddenLayer> layers = new ArrayList<>();
    if (text.isBlank()) {
      return layers;
    }
    for (String part : text.split(",", -1)) {
      Description description = Description.parse(part);
      List<String> words = description.words();
      if (words.size() < 2) {
        throw new CatalogueException(
            String.format(
                "A hidden layer is a width and an activation, such as '64 relu'; found '%s' in"
                    + " '%s'",
                part.strip(), text));
      }
      Activation activation =
          Activations.named(String.join("_", words.subList(1, words.size())), description);
      description.refuseOthers();
      layers.add(new HiddenLayer(description.count(words.get(0)), activation));
    }
    return List.copyOf(layers);
  }
}
