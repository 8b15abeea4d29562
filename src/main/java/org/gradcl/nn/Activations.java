package org.gradcl.nn;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.erf;
import static org.gradcl.expr.Functions.expm1;
import static org.gradcl.expr.Functions.half;
import static org.gradcl.expr.Functions.maximum;
import static org.gradcl.expr.Functions.select;

import java.util.List;
import org.gradcl.catalogue.Catalogue;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Functions;

/**
 * The catalogue of activations, by PyTorch's definitions and defaults. Formulas and sources: {@code
 * docs/mathematics.md}.
 */
public final class Activations {
  /** f(z) = z. */
  public static final Activation IDENTITY = Activation.of("identity", z -> z);

  /** f(z) = max(z, 0); its slope at 0 is 0. */
  public static final Activation RELU = Activation.of("relu", z -> maximum(z, constant(0)));

  /** f(z) = z for z &gt; 0, else 0.01·z. */
  public static final Activation LEAKY_RELU = leakyRelu(0.01);

  /** f(z) = z for z &gt; 0, else eᶻ − 1. */
  public static final Activation ELU = elu(1);

  /** f(z) = z·Φ(z) = ½·z·(1 + erf(z/√2)): the exact form, not the one by tanh. */
  public static final Activation GELU =
      Activation.of("gelu", z -> half(z).times(erf(z.times(Math.sqrt(0.5))).plus(1)));

  /** f(z) = z·σ(z). */
  public static final Activation SILU = Activation.of("silu", z -> z.times(Functions.sigmoid(z)));

  /** f(z) = ln(1 + eᶻ). */
  public static final Activation SOFTPLUS = Activation.of("softplus", Functions::softplus);

  /** f(z) = tanh z. */
  public static final Activation TANH = Activation.of("tanh", Functions::tanh);

  /** f(z) = σ(z) = 1/(1 + e⁻ᶻ). */
  public static final Activation SIGMOID = Activation.of("sigmoid", Functions::sigmoid);

  private static final Catalogue<Activation> CATALOGUE =
      Catalogue.<Activation>of("activation")
          .with("identity", settings -> IDENTITY)
          .with("relu", settings -> RELU)
          .with("leaky_relu", settings -> leakyRelu(settings.number("slope", 0.01)))
          .with("elu", settings -> elu(settings.number("alpha", 1)))
          .with("gelu", settings -> GELU)
          .with("silu", settings -> SILU)
          .with("softplus", settings -> SOFTPLUS)
          .with("tanh", settings -> TANH)
          .with("sigmoid", settings -> SIGMOID);

  private Activations() {}

  /**
   * f(z) = z for z &gt; 0, else slope·z.
   *
   * @param slope of the line below 0
   * @return the activation
   */
  public static Activation leakyRelu(double slope) {
    return Activation.of(
        "leaky_relu slope=" + Description.format(slope),
        z -> select(z.greater(0), z, z.times(slope)));
  }

  /**
   * f(z) = z for z &gt; 0, else α·(eᶻ − 1).
   *
   * @param alpha α: the limit far below 0 is −α
   * @return the activation
   */
  public static Activation elu(double alpha) {
    return Activation.of(
        "elu alpha=" + Description.format(alpha),
        z -> select(z.greater(0), z, expm1(z).times(alpha)));
  }

  /** {@return every activation with its default settings} */
  public static List<Activation> all() {
    return CATALOGUE.all();
  }

  /**
   * {@return the activation that a text describes, such as {@code relu} or {@code leaky relu
   * slope=0.1}}
   *
   * @param text in the form of {@link Activation#description}; settings left out have their
   *     defaults
   * @throws CatalogueException if there is none; the message lists the known
   */
  public static Activation named(String text) {
    return CATALOGUE.parse(text);
  }

  /** The activation of a name within a longer text, with that text's settings. */
  static Activation named(String name, Description settings) {
    return CATALOGUE.entry(name, settings);
  }
}
