package org.gradcl.nn;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.sqrt;
import static org.gradcl.nn.Initializer.FAN_IN;
import static org.gradcl.nn.Initializer.FAN_OUT;
import static org.gradcl.nn.Initializer.UNIFORM;

import java.util.List;
import org.gradcl.catalogue.Catalogue;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;

/** The catalogue of initialisers. Formulas and sources: {@code docs/mathematics.md}. */
public final class Initializers {
  /** Normal with deviation √(2/fanIn): He et al., Delving Deep into Rectifiers, 2015. */
  public static final Initializer HE_NORMAL =
      new Initializer("he_normal", Initializer.NORMAL.times(sqrt(constant(2).over(FAN_IN))));

  /** Uniform within ±√(6/fanIn): He et al., 2015. */
  public static final Initializer HE_UNIFORM =
      new Initializer("he_uniform", UNIFORM.times(sqrt(constant(6).over(FAN_IN))));

  /**
   * Normal with deviation √(2/(fanIn + fanOut)): Glorot and Bengio, Understanding the Difficulty of
   * Training Deep Feedforward Neural Networks, 2010.
   */
  public static final Initializer XAVIER_NORMAL =
      new Initializer(
          "xavier_normal", Initializer.NORMAL.times(sqrt(constant(2).over(FAN_IN.plus(FAN_OUT)))));

  /** Uniform within ±√(6/(fanIn + fanOut)): Glorot and Bengio, 2010. */
  public static final Initializer XAVIER_UNIFORM =
      new Initializer(
          "xavier_uniform", UNIFORM.times(sqrt(constant(6).over(FAN_IN.plus(FAN_OUT)))));

  /**
   * Uniform within ±1/√fanIn: what PyTorch's {@code nn.Linear} draws for weight and bias alike, and
   * the default here.
   */
  public static final Initializer PYTORCH = new Initializer("pytorch", UNIFORM.over(sqrt(FAN_IN)));

  /** Normal with deviation 1: what PyTorch's {@code nn.Embedding} draws. */
  public static final Initializer NORMAL = new Initializer("normal", Initializer.NORMAL);

  /** All 0. */
  public static final Initializer ZEROS = new Initializer("zeros", constant(0));

  private static final Catalogue<Initializer> CATALOGUE =
      Catalogue.<Initializer>of("initialiser")
          .with("he_normal", settings -> HE_NORMAL)
          .with("he_uniform", settings -> HE_UNIFORM)
          .with("xavier_normal", settings -> XAVIER_NORMAL)
          .with("xavier_uniform", settings -> XAVIER_UNIFORM)
          .with("pytorch", settings -> PYTORCH)
          .with("normal", settings -> NORMAL)
          .with("zeros", settings -> ZEROS)
          .with("constant", settings -> Initializers.constantly(settings.number("value", 0)));

  private Initializers() {}

  /**
   * {@return an initialiser that gives every element one value}
   *
   * @param value of every element
   */
  public static Initializer constantly(double value) {
    return new Initializer("constant value=" + Description.format(value), constant(value));
  }

  /** {@return every initialiser with its default settings} */
  public static List<Initializer> all() {
    return CATALOGUE.all();
  }

  /**
   * {@return the initialiser that a text describes, such as {@code he_normal}}
   *
   * @param text in the form of {@link Initializer#description}
   * @throws CatalogueException if there is none; the message lists the known
   */
  public static Initializer named(String text) {
    return CATALOGUE.parse(text);
  }
}
