package org.gradcl.nn;

import static org.gradcl.expr.Functions.absolute;
import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.erf;
import static org.gradcl.expr.Functions.expm1;
import static org.gradcl.expr.Functions.half;
import static org.gradcl.expr.Functions.maximum;
import static org.gradcl.expr.Functions.minimum;
import static org.gradcl.expr.Functions.select;
import static org.gradcl.expr.Functions.square;

import java.util.List;
import org.gradcl.catalogue.Catalogue;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Functions;

/**
 * The catalogue of activations, by PyTorch's definitions and defaults. Formulas and sources: {@code
 * docs/mathematics.md}.
 */
public final class Activations {
  /** f(z) = z. */
  public static final Activation IDENTITY = Activation.of("identity", z -> z);

  /** f(z) = max(z, 0); its slope at 0 is 0. */
  public static final Activation RELU = Activation.of("relu", Functions::relu);

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

  /** f(z) = min(max(z, 0), 6). */
  public static final Activation RELU6 =
      Activation.of("relu6", z -> minimum(maximum(z, constant(0)), constant(6)));

  /** f(z) = z·min(max(z + 3, 0), 6)/6. */
  public static final Activation HARD_SWISH =
      Activation.of(
          "hard_swish",
          z -> z.times(minimum(maximum(z.plus(3), constant(0)), constant(6))).times(1.0 / 6));

  /** f(z) = z·tanh(ln(1 + eᶻ)). */
  public static final Activation MISH =
      Activation.of("mish", z -> z.times(Functions.tanh(Functions.softplus(z))));

  /** f(z) = 1.0507009873554805·elu(z), with an α of 1.6732632423543772. */
  public static final Activation SELU =
      Activation.of(
          "selu",
          z ->
              select(z.greater(0), z, expm1(z).times(1.6732632423543772))
                  .times(1.0507009873554805));

  /** f(z) = z for z &gt; 0, else eᶻ − 1. */
  public static final Activation CELU = celu(1);

  /** f(z) = z/(1 + |z|). */
  public static final Activation SOFTSIGN =
      Activation.of("softsign", z -> z.over(absolute(z).plus(1)));

  /** f(z) = ln σ(z) = −ln(1 + e⁻ᶻ). */
  public static final Activation LOG_SIGMOID =
      Activation.of("log_sigmoid", z -> Functions.softplus(z.negate()).negate());

  /** f(z) = ½·z·(1 + tanh(√(2/π)·(z + 0.044715·z³))): the form by tanh. */
  public static final Activation GELU_TANH =
      Activation.of(
          "gelu_tanh",
          z -> {
            Expr cubic = z.times(square(z)).times(0.044715);
            Expr inner = z.plus(cubic).times(Math.sqrt(2 / Math.PI));
            return half(z).times(Functions.tanh(inner).plus(1));
          });

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
          .with("sigmoid", settings -> SIGMOID)
          .with("relu6", settings -> RELU6)
          .with("hard_swish", settings -> HARD_SWISH)
          .with("mish", settings -> MISH)
          .with("selu", settings -> SELU)
          .with("celu", settings -> celu(settings.number("alpha", 1)))
          .with("softsign", settings -> SOFTSIGN)
          .with("log_sigmoid", settings -> LOG_SIGMOID)
          .with("gelu_tanh", settings -> GELU_TANH);

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

  /**
   * f(z) = z for z &gt; 0, else α·(e^(z/α) − 1): smooth for every α.
   *
   * @param alpha α, above 0: the limit far below 0 is −α
   * @return the activation
   * @throws IllegalArgumentException if it is not above 0
   */
  public static Activation celu(double alpha) {
    if (!(alpha > 0)) {
      throw new IllegalArgumentException("The alpha of celu is above 0, found " + alpha);
    }
    return Activation.of(
        "celu alpha=" + Description.format(alpha),
        z -> select(z.greater(0), z, expm1(z.times(1 / alpha)).times(alpha)));
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

  /** The text form in a file: marked where the catalogue would read another formula from it. */
  static String text(Activation activation) {
    String text = activation.description();
    boolean another =
        Catalogue.readsAnother(
            text, Activations::named, read -> read.formula().equals(activation.formula()));
    return another ? "own_" + text : text;
  }

  /** Whether an activation has this name. */
  static boolean isName(String name) {
    return CATALOGUE.names().contains(name);
  }

  /** The activation of a name within a longer text, with that text's settings. */
  static Activation named(String name, Description settings) {
    return CATALOGUE.entry(name, settings);
  }
}
