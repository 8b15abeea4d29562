package org.gradcl.loss;

import static org.gradcl.expr.Functions.absolute;
import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.half;
import static org.gradcl.expr.Functions.select;
import static org.gradcl.expr.Functions.softplus;
import static org.gradcl.expr.Functions.square;

import java.util.List;
import org.gradcl.catalogue.Catalogue;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;

/**
 * The catalogue of losses. Formulas and sources: {@code docs/mathematics.md}; scale and reduction
 * beside other systems: {@code docs/losses.md}.
 */
public final class Losses {
  private static final Catalogue<Loss> CATALOGUE =
      Catalogue.<Loss>of("loss")
          .with(
              "mse",
              settings ->
                  new MeanSquaredError(
                      settings.choice("scale", MeanSquaredError.Scale.HALF), reduction(settings)))
          .with("mae", settings -> meanAbsoluteError().withReduction(reduction(settings)))
          .with(
              "huber",
              settings -> huber(settings.number("delta", 1)).withReduction(reduction(settings)))
          .with("bce_with_logits", settings -> bceWithLogits().withReduction(reduction(settings)))
          .with("softmax_cross_entropy", settings -> new SoftmaxCrossEntropy(reduction(settings)));

  private Losses() {}

  private static Reduction reduction(Description settings) {
    return settings.choice("reduction", Reduction.MEAN);
  }

  /**
   * ½(ŷ − y)², averaged over all elements; other scales and reductions follow from it.
   *
   * @return the loss
   */
  public static MeanSquaredError meanSquaredError() {
    return new MeanSquaredError(MeanSquaredError.Scale.HALF, Reduction.MEAN);
  }

  /**
   * |ŷ − y|, averaged over all elements; its slope at 0 is 0.
   *
   * @return the loss
   */
  public static ScalarLoss meanAbsoluteError() {
    return ScalarLoss.of("mae", Reduction.MEAN, (p, t) -> absolute(p.minus(t)));
  }

  /**
   * ½d² where |d| ≤ δ, else δ(|d| − ½δ), d = ŷ − y, averaged over all elements.
   *
   * @param delta δ, above 0
   * @return the loss
   * @throws IllegalArgumentException if it is not
   */
  public static ScalarLoss huber(double delta) {
    if (!(delta > 0)) {
      throw new IllegalArgumentException("Huber's delta must be above 0, found " + delta);
    }
    return ScalarLoss.of(
        "huber delta=" + Description.format(delta),
        Reduction.MEAN,
        (p, t) -> {
          Expr d = p.minus(t);
          Expr linear = absolute(d).minus(delta / 2).times(delta);
          return select(absolute(d).greater(delta), linear, half(square(d)));
        });
  }

  /**
   * −y ln σ(z) − (1 − y) ln(1 − σ(z)) for logits z and targets y from 0 to 1, averaged over all
   * elements: softplus(z) − z·y where z ≤ 0, and the same from the other side, softplus(−z) + z·(1
   * − y), where z &gt; 0, so that the small loss of a confident and right answer does not cancel.
   *
   * @return the loss
   */
  public static ScalarLoss bceWithLogits() {
    return ScalarLoss.of(
        "bce_with_logits",
        Reduction.MEAN,
        (z, y) ->
            select(
                z.greater(0),
                softplus(z.negate()).plus(z.times(constant(1).minus(y))),
                softplus(z).minus(z.times(y))));
  }

  /**
   * −ln softmax(z) of the target's class, averaged over the samples.
   *
   * @return the loss
   */
  public static SoftmaxCrossEntropy softmaxCrossEntropy() {
    return new SoftmaxCrossEntropy(Reduction.MEAN);
  }

  /** {@return every loss with its default settings} */
  public static List<Loss> all() {
    return CATALOGUE.all();
  }

  /**
   * {@return the loss that a text describes, such as {@code mse scale=full} or {@code huber
   * delta=0.5}}
   *
   * @param text in the form of {@link Loss#describe}; settings left out have their defaults
   * @throws CatalogueException if there is none; the message lists the known
   */
  public static Loss named(String text) {
    return CATALOGUE.parse(text);
  }
}
