package org.gradcl.optim;

import java.util.List;
import org.gradcl.catalogue.CatalogueException;

/**
 * The catalogue of optimisers, by PyTorch's definitions and defaults. Formulas and sources: {@code
 * docs/mathematics.md}.
 *
 * <p>In the formulas p is the parameter, g its gradient after clipping, η the learning rate after
 * the schedule, t = step + 1, λ the weight decay. η is above 0, λ and ε at least 0, μ (momentum),
 * α, β and ρ from 0 to below 1; a setting outside its range is an {@link IllegalArgumentException}
 * that names it. Where λ is not 0, all but AdamW, LAMB and Lion first take g ← g + λp.
 */
public final class Optimizers {
  private Optimizers() {}

  /** p ← p − η·g. */
  public static Optimizer sgd(double learningRate) {
    return sgd(learningRate, 0, false, 0);
  }

  /**
   * v ← μv + g; p ← p − η·v, or with Nesterov's look ahead p ← p − η·(g + μv).
   *
   * <p>Sources: Polyak 1964; Nesterov 1983 in the form of Sutskever et al., 2013.
   *
   * @param nesterov needs a momentum above 0
   * @throws IllegalArgumentException naming a setting that lies outside its range, or if Nesterov's
   *     look ahead has no momentum
   */
  public static Optimizer sgd(
      double learningRate, double momentum, boolean nesterov, double weightDecay) {
    return GradientDescent.sgd(learningRate, momentum, nesterov, weightDecay);
  }

  /** Adam with β₁ = 0.9, β₂ = 0.999, ε = 1e-8. */
  public static Optimizer adam(double learningRate) {
    return adam(learningRate, 0.9, 0.999, 1e-8, 0);
  }

  /** {@link #adam(double, double, double, double, double, boolean)} without AMSGrad. */
  public static Optimizer adam(
      double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
    return adam(learningRate, beta1, beta2, epsilon, weightDecay, false);
  }

  /**
   * m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; p ← p − η/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε).
   *
   * <p>Sources: Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015; for AMSGrad Reddi,
   * Kale and Kumar, On the Convergence of Adam and Beyond, 2018.
   *
   * @param amsgrad whether the largest v so far takes v's place in the last formula
   */
  public static Optimizer adam(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      boolean amsgrad) {
    return new Moments(beta1, beta2, epsilon, weightDecay).adam(learningRate, amsgrad);
  }

  /** AdamW with β₁ = 0.9, β₂ = 0.999, ε = 1e-8, λ = 0.01. */
  public static Optimizer adamW(double learningRate) {
    return adamW(learningRate, 0.9, 0.999, 1e-8, 1e-2);
  }

  /** {@link #adamW(double, double, double, double, double, boolean)} without AMSGrad. */
  public static Optimizer adamW(
      double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
    return adamW(learningRate, beta1, beta2, epsilon, weightDecay, false);
  }

  /**
   * p ← p·(1 − η·λ), then as Adam with the gradient left alone.
   *
   * <p>Source: Loshchilov and Hutter, Decoupled Weight Decay Regularization, 2019.
   *
   * @param amsgrad as for Adam
   */
  public static Optimizer adamW(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      boolean amsgrad) {
    return new Moments(beta1, beta2, epsilon, weightDecay).adamW(learningRate, amsgrad);
  }

  /** Adamax with β₁ = 0.9, β₂ = 0.999, ε = 1e-8. */
  public static Optimizer adamax(double learningRate) {
    return adamax(learningRate, 0.9, 0.999, 1e-8, 0);
  }

  /**
   * m as Adam; u ← max(β₂u, |g| + ε); p ← p − η/(1 − β₁ᵗ) · m/u.
   *
   * <p>Source: Kingma and Ba, 2015, section 7.1.
   */
  public static Optimizer adamax(
      double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
    return new Moments(beta1, beta2, epsilon, weightDecay).adamax(learningRate);
  }

  /** NAdam with β₁ = 0.9, β₂ = 0.999, ε = 1e-8, ψ = 0.004. */
  public static Optimizer nadam(double learningRate) {
    return nadam(learningRate, 0.9, 0.999, 1e-8, 0, 0.004);
  }

  /**
   * m and v as Adam; μₜ = β₁(1 − ½·0.96^(tψ)), Π = μ₁…μₜ; p ← p − η·(μₜ₊₁·m/(1 − Π·μₜ₊₁) + (1 −
   * μₜ)·g/(1 − Π)) / (√v/√(1 − β₂ᵗ) + ε).
   *
   * <p>Source: Dozat, Incorporating Nesterov Momentum into Adam, 2016.
   *
   * @param momentumDecay ψ, at least 0
   */
  public static Optimizer nadam(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      double momentumDecay) {
    return new Moments(beta1, beta2, epsilon, weightDecay).nadam(learningRate, momentumDecay);
  }

  /** RAdam with β₁ = 0.9, β₂ = 0.999, ε = 1e-8. */
  public static Optimizer radam(double learningRate) {
    return radam(learningRate, 0.9, 0.999, 1e-8, 0);
  }

  /**
   * m and v as Adam; ρ∞ = 2/(1 − β₂) − 1, ρ = ρ∞ − 2tβ₂ᵗ/(1 − β₂ᵗ); p ← p − η/(1 − β₁ᵗ) · m · s,
   * where s = 1 as long as ρ ≤ 5, then r·√(1 − β₂ᵗ)/(√v + ε) with r = √((ρ − 4)(ρ − 2)ρ∞ / ((ρ∞ −
   * 4)(ρ∞ − 2)ρ)).
   *
   * <p>Source: Liu et al., On the Variance of the Adaptive Learning Rate and Beyond, 2020, with
   * PyTorch's bound 5 for ρ.
   */
  public static Optimizer radam(
      double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
    return new Moments(beta1, beta2, epsilon, weightDecay).radam(learningRate);
  }

  /** LAMB with β₁ = 0.9, β₂ = 0.999, ε = 1e-6, λ = 0.01. */
  public static Optimizer lamb(double learningRate) {
    return lamb(learningRate, 0.9, 0.999, 1e-6, 0.01);
  }

  /**
   * m and v as Adam; r = m/(1 − β₁ᵗ) / (√v/√(1 − β₂ᵗ) + ε) + λp; p ← p − η·‖p‖/‖r‖·r, the norms
   * being those of a whole tensor, and their ratio 1 where one of them is 0.
   *
   * <p>Source: You et al., Large Batch Optimization for Deep Learning: Training BERT in 76 minutes,
   * 2020, algorithm 2, with the identity for φ.
   */
  public static Optimizer lamb(
      double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
    return new Moments(beta1, beta2, epsilon, weightDecay).lamb(learningRate);
  }

  /** Lion with β₁ = 0.9, β₂ = 0.99. */
  public static Optimizer lion(double learningRate) {
    return lion(learningRate, 0.9, 0.99, 0);
  }

  /**
   * p ← p − η·(sign(β₁m + (1 − β₁)g) + λp), then m ← β₂m + (1 − β₂)g; sign(0) = 0.
   *
   * <p>Source: Chen et al., Symbolic Discovery of Optimization Algorithms, 2023, algorithm 2.
   */
  public static Optimizer lion(
      double learningRate, double beta1, double beta2, double weightDecay) {
    return GradientDescent.lion(learningRate, beta1, beta2, weightDecay);
  }

  /** RMSProp with α = 0.99, ε = 1e-8, without momentum. */
  public static Optimizer rmsProp(double learningRate) {
    return rmsProp(learningRate, 0.99, 1e-8, 0, 0);
  }

  /**
   * v ← αv + (1 − α)g²; d = g/(√v + ε); p ← p − η·d, or with momentum b ← μb + d; p ← p − η·b.
   *
   * <p>Source: Tieleman and Hinton, Neural Networks for Machine Learning, lecture 6.5, 2012.
   */
  public static Optimizer rmsProp(
      double learningRate, double alpha, double epsilon, double momentum, double weightDecay) {
    return AdaptiveDescent.rmsProp(learningRate, alpha, epsilon, momentum, weightDecay);
  }

  /** Adagrad with ε = 1e-10. */
  public static Optimizer adagrad(double learningRate) {
    return adagrad(learningRate, 1e-10, 0);
  }

  /**
   * s ← s + g²; p ← p − η·g/(√s + ε).
   *
   * <p>Source: Duchi, Hazan and Singer, Adaptive Subgradient Methods, 2011.
   */
  public static Optimizer adagrad(double learningRate, double epsilon, double weightDecay) {
    return AdaptiveDescent.adagrad(learningRate, epsilon, weightDecay);
  }

  /** Adadelta with ρ = 0.9, ε = 1e-6. */
  public static Optimizer adadelta(double learningRate) {
    return adadelta(learningRate, 0.9, 1e-6, 0);
  }

  /**
   * v ← ρv + (1 − ρ)g²; d = √(u + ε)/√(v + ε) · g; u ← ρu + (1 − ρ)d²; p ← p − η·d. Its own measure
   * of a step is d, so that η is 1 for most.
   *
   * <p>Source: Zeiler, ADADELTA: An Adaptive Learning Rate Method, 2012.
   *
   * @param epsilon above 0: u begins at 0, and without ε no parameter would ever move
   */
  public static Optimizer adadelta(
      double learningRate, double rho, double epsilon, double weightDecay) {
    return AdaptiveDescent.adadelta(learningRate, rho, epsilon, weightDecay);
  }

  /** {@return every optimiser with its default settings} */
  public static List<Optimizer> all() {
    return OptimizerText.all();
  }

  /**
   * {@return the optimiser that a text describes, such as {@code adam} or {@code sgd momentum=0.9
   * learning_rate=0.1; schedule cosine; clip_norm=1; group *.bias weight_decay=0}}
   *
   * @param text in the form of {@link Optimizer#describe}; settings left out have their defaults
   * @throws CatalogueException if there is none; the message lists the known
   * @throws IllegalArgumentException naming a setting that lies outside its range
   */
  public static Optimizer named(String text) {
    return OptimizerText.parse(text);
  }
}
