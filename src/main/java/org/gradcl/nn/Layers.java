package org.gradcl.nn;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.catalogue.Catalogue;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;

/** The catalogue of layers, by the first word of their text form. */
public final class Layers {
  private static final Catalogue<Layer> CATALOGUE =
      Catalogue.<Layer>of("layer")
          .with("dense", Dense::parse)
          .with("dropout", Dropout::parse)
          .with("embedding", Embedding::parse)
          .with("conv", Conv2d::parse)
          .with("conv1d", Conv1d::parse)
          .with("conv_transpose", ConvTranspose2d::parse)
          .with("max_pool", d -> MaxPool.parse(d, 2))
          .with("max_pool1d", d -> MaxPool.parse(d, 1))
          .with("avg_pool", d -> AvgPool.parse(d, 2))
          .with("avg_pool1d", d -> AvgPool.parse(d, 1))
          .with("adaptive_avg_pool", d -> AdaptiveAvgPool.parse(d, 2))
          .with("adaptive_avg_pool1d", d -> AdaptiveAvgPool.parse(d, 1))
          .with("global_avg_pool", d -> AdaptiveAvgPool.parseGlobal(d, 2))
          .with("global_avg_pool1d", d -> AdaptiveAvgPool.parseGlobal(d, 1))
          .with("batch_norm", BatchNorm::parse)
          .with("layer_norm", LayerNorm::parse)
          .with("group_norm", GroupNorm::parse)
          .with("rms_norm", RmsNorm::parse)
          .with("prelu", PRelu::parse)
          .with("glu", d -> Glu.parse(d, Glu.Gate.GLU))
          .with("swiglu", d -> Glu.parse(d, Glu.Gate.SWIGLU))
          .with("softmax", d -> Softmax.parse(d, false))
          .with("log_softmax", d -> Softmax.parse(d, true))
          .with("flatten", Flatten::parse)
          .with("reshape", Reshape::parse)
          .with("permute", Permute::parse)
          .with("lstm", Lstm::parse)
          .with("gru", Gru::parse)
          .with("attention", MultiHeadAttention::parse)
          .with("learnt_positions", LearntPositions::parse)
          .with("sinusoidal_positions", SinusoidalPositions::parse);

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
    Description description = Description.parseMixed(text);
    List<String> words = description.words();
    String name = words.isEmpty() ? "" : words.get(0);
    Layer layer =
        Activations.isName(String.join("_", words))
            ? new Activated(Activations.named(String.join("_", words), description))
            : CATALOGUE.entry(name, description);
    description.refuseOthers();
    return layer;
  }

  /**
   * {@return the layers of a text, such as {@code conv 16 3x3 padding=1 relu, max_pool 2, flatten,
   * 64 relu}: separated by commas, each as {@link #named} reads it, or the width and the activation
   * of a dense layer}
   *
   * @param text may be empty
   * @throws CatalogueException if a part is neither; the message lists the known
   */
  public static List<Layer> list(String text) {
    List<Layer> layers = new ArrayList<>();
    if (text.isBlank()) {
      return layers;
    }
    for (String part : text.split(",", -1)) {
      String word = part.strip();
      boolean width = !word.isEmpty() && Character.isDigit(word.charAt(0));
      layers.add(named(width ? "dense " + word : word));
    }
    return layers;
  }
}
