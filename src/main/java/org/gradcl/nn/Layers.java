package org.gradcl.nn;

import java.util.List;
import org.gradcl.catalogue.Catalogue;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;

/** The catalogue of layers, by the first word of their text form. */
public final class Layers {
  private static final Catalogue<Layer> CATALOGUE =
      Catalogue.<Layer>of("layer").with("dense", Dense::parse).with("dropout", Dropout::parse);

  private Layers() {}

  /** {@return the words by which layers are known} */
  public static List<String> names() {
    return CATALOGUE.names();
  }

  /**
   * {@return the layer that a text describes, such as {@code dense 26 64 relu}}
   *
   * @param text in the form of {@link Layer#describe}
   * @throws CatalogueException if there is none; the message lists the known
   */
  public static Layer named(String text) {
    Description description = Description.parse(text);
    List<String> words = description.words();
    Layer layer = CATALOGUE.entry(words.isEmpty() ? "" : words.get(0), description);
    description.refuseOthers();
    return layer;
  }
}
