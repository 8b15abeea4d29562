package org.gradcl.loss;

import java.util.List;
import org.gradcl.catalogue.Catalogue;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;

/**
 * The catalogue of losses. Formulas and sources: {@code docs/mathematics.md}; scale and reduction
 * beside other systems: {@code docs/losses.md}.
 */
public final class Losses {
  private static final double QUANTILE = 0.5;
  private static final double MARGIN = 1;
  private static final double FOCAL_ALPHA = 0.25;
  private static final double FOCAL_GAMMA = 2;
  private static final double EPS = 1e-6;

  private static final Catalogue<Loss> CATALOGUE =
      Catalogue.<Loss>of("loss")
          .with(
              "mse",
              settings ->
                  new MeanSquaredError(
                      settings.choice("scale", MeanSquaredError.Scale.HALF), reduction(settings)))
          .with("mae", settings -> scalar(meanAbsoluteError(), settings))
          .with("huber", settings -> scalar(huber(settings.number("delta", 1)), settings))
          .with("smooth_l1", settings -> scalar(smoothL1(settings.number("beta", 1)), settings))
          .with(
              "quantile",
              settings -> scalar(quantile(settings.number("quantile", QUANTILE)), settings))
          .with("hinge", settings -> scalar(hinge(settings.number("margin", MARGIN)), settings))
          .with("bce", settings -> scalar(binaryCrossEntropy(), settings))
          .with("bce_with_logits", settings -> scalar(bceWithLogits(), settings))
          .with(
              "focal",
              settings ->
                  scalar(
                      focal(
                          settings.number("alpha", FOCAL_ALPHA),
                          settings.number("gamma", FOCAL_GAMMA)),
                      settings))
          .with(
              "softmax_cross_entropy",
              settings ->
                  new SoftmaxCrossEntropy(
                      ClassTargets.parse(settings),
                      settings.number("label_smoothing", 0),
                      reduction(settings)))
          .with(
              "nll",
              settings ->
                  new NegativeLogLikelihood(ClassTargets.parse(settings), reduction(settings)))
          .with("kl_div", settings -> scalar(klDivergence(), settings))
          .with(
              "poisson_nll",
              settings -> scalar(poissonNll(settings.flag("log_input", true)), settings))
          .with(
              "gaussian_nll",
              settings ->
                  gaussianNll(settings.number("eps", EPS)).withReduction(reduction(settings)))
          .with(
              "cosine_embedding",
              settings -> new CosineEmbedding(settings.number("margin", 0), reduction(settings)))
          .with(
              "triplet",
              settings ->
                  new Triplet(
                      settings.number("margin", MARGIN),
                      settings.number("eps", EPS),
                      reduction(settings)));

  private Losses() {}

  private static Reduction reduction(Description settings) {
    return settings.choice("reduction", Reduction.MEAN);
  }

  private static ScalarLoss scalar(ScalarLoss loss, Description settings) {
    return loss.withReduction(reduction(settings));
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
    return ResidualLosses.absoluteError();
  }

  /**
   * ½d² where |d| ≤ δ, else δ(|d| − ½δ), d = ŷ − y, averaged over all elements.
   *
   * @param delta δ, above 0
   * @return the loss
   * @throws IllegalArgumentException if it is not
   */
  public static ScalarLoss huber(double delta) {
    return ResidualLosses.huber(delta);
  }

  /**
   * ½d²/β where |d| &lt; β, else |d| − ½β, d = ŷ − y, averaged over all elements: Huber's loss
   * divided by β, with slopes from −1 to 1. Source: Girshick, Fast R-CNN, 2015.
   *
   * @param beta β, above 0
   * @return the loss
   * @throws IllegalArgumentException if it is not
   */
  public static ScalarLoss smoothL1(double beta) {
    return ResidualLosses.smoothL1(beta);
  }

  /**
   * max(q·e, (q − 1)·e), e = y − ŷ, averaged over all elements; least where a share q of the
   * targets lies below the prediction. Its slope at e = 0 is ½ − q, the mean of both sides'.
   * Source: Koenker and Bassett, Regression Quantiles, 1978.
   *
   * @param quantile q, between 0 and 1
   * @return the loss
   * @throws IllegalArgumentException if it is not
   */
  public static ScalarLoss quantile(double quantile) {
    return ResidualLosses.quantile(quantile);
  }

  /**
   * max(0, margin − y·ŷ) for targets 1 and −1, averaged over all elements. Source: Cortes and
   * Vapnik, Support-Vector Networks, 1995.
   *
   * @param margin above 0, usually 1
   * @return the loss
   * @throws IllegalArgumentException if it is not
   */
  public static ScalarLoss hinge(double margin) {
    return ResidualLosses.hinge(margin);
  }

  /**
   * −y ln p − (1 − y) ln(1 − p) for probabilities p and targets y from 0 to 1, averaged over all
   * elements. Below 1e-12 a logarithm goes on as its tangent: its slope is at most 1e12, as
   * PyTorch's, and its value at least −28.7, where PyTorch's ends at −100. A model whose last layer
   * is a sigmoid is better judged by {@link #bceWithLogits}.
   *
   * @return the loss
   */
  public static ScalarLoss binaryCrossEntropy() {
    return LikelihoodLosses.bce();
  }

  /**
   * −y ln σ(z) − (1 − y) ln(1 − σ(z)) for logits z and targets y from 0 to 1, averaged over all
   * elements: softplus(z) − z·y where z ≤ 0, and the same from the other side, softplus(−z) + z·(1
   * − y), where z &gt; 0, so that the small loss of a confident and right answer does not cancel.
   *
   * @return the loss
   */
  public static ScalarLoss bceWithLogits() {
    return LikelihoodLosses.bceWithLogits();
  }

  /**
   * −α(1 − p)^γ ln p for ones and −(1 − α)·p^γ·ln(1 − p) for zeros, p = σ(z) for logits z, averaged
   * over all elements: a cross-entropy in which answers that are right already count for little.
   * The same for targets y between, weighted by y and 1 − y. Source: Lin et al., Focal Loss for
   * Dense Object Detection, 2017.
   *
   * @param alpha α, the weight of ones, from 0 to 1, usually 0.25
   * @param gamma γ, 0 or above, usually 2
   * @return the loss
   * @throws IllegalArgumentException if one lies outside its range
   */
  public static ScalarLoss focal(double alpha, double gamma) {
    return LikelihoodLosses.focal(alpha, gamma);
  }

  /**
   * −ln softmax(z) of the target's class, averaged over the targets; weights of classes, label
   * smoothing and a target to ignore are settings of it.
   *
   * @return the loss
   */
  public static SoftmaxCrossEntropy softmaxCrossEntropy() {
    return new SoftmaxCrossEntropy(Reduction.MEAN);
  }

  /**
   * y·(ln y − q) for log-probabilities q and probabilities y, 0 where y is 0, averaged over all
   * elements. The divergence of the two distributions, added up over the classes, is that with
   * {@link Reduction#BATCH_MEAN}. Source: Kullback and Leibler, On Information and Sufficiency,
   * 1951.
   *
   * @return the loss
   */
  public static ScalarLoss klDivergence() {
    return LikelihoodLosses.klDivergence();
  }

  /**
   * The negative log-likelihood of counts y, without ln y!, averaged over all elements: e^ŷ − y·ŷ
   * where the output is the logarithm of the mean, else ŷ − y ln(ŷ + 1e-8).
   *
   * @param logInput whether the output is the logarithm of the mean; else it must not be negative
   * @return the loss
   */
  public static ScalarLoss poissonNll(boolean logInput) {
    return LikelihoodLosses.poisson(logInput);
  }

  /**
   * ½(ln v + (ŷ − y)²/v), v = max(variance, eps), averaged over all elements, for a mean ŷ and its
   * variance, two outputs of a model in this order. A variance below eps has no gradient (PyTorch's
   * is that of eps); make it positive, by softplus for example. Source: Nix and Weigend, Estimating
   * the mean and variance of the target probability distribution, 1994.
   *
   * @param eps the least variance, above 0, usually 1e-6
   * @return the loss
   * @throws IllegalArgumentException if it is not
   */
  public static JointScalarLoss gaussianNll(double eps) {
    return LikelihoodLosses.gaussian(eps);
  }

  /**
   * The cosine of the angle between two outputs, for pairs that belong together or not, averaged
   * over the pairs.
   *
   * @param margin the cosine from which on pairs that don't belong together cost something, from −1
   *     to 1, usually 0
   * @return the loss
   * @throws IllegalArgumentException if it lies outside its range
   */
  public static CosineEmbedding cosineEmbedding(double margin) {
    return new CosineEmbedding(margin, Reduction.MEAN);
  }

  /**
   * How much nearer an output lies to a second than to a third, averaged over the samples.
   *
   * @param margin by how much it should, above 0, usually 1
   * @return the loss
   * @throws IllegalArgumentException if it is not
   */
  public static Triplet triplet(double margin) {
    return new Triplet(margin, EPS, Reduction.MEAN);
  }

  /**
   * −q of the target's class for logarithms q of probabilities, averaged over the targets; weights
   * of classes and a target to ignore are settings of it.
   *
   * @return the loss
   */
  public static NegativeLogLikelihood negativeLogLikelihood() {
    return new NegativeLogLikelihood(ClassTargets.ALIKE, Reduction.MEAN);
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
