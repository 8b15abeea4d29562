package org.gradcl.optim;

import static org.gradcl.catalogue.Description.format;
import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.expm1;
import static org.gradcl.expr.Functions.sqrt;
import static org.gradcl.expr.Functions.square;
import static org.gradcl.graph.UpdateRule.GRADIENT;
import static org.gradcl.graph.UpdateRule.LEARNING_RATE;
import static org.gradcl.graph.UpdateRule.PARAMETER;
import static org.gradcl.graph.UpdateRule.STEP;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.catalogue.Catalogue;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.UpdateRule.Slot;

/**
 * The catalogue of optimisers, by PyTorch's definitions and defaults. Formulas and sources: {@code
 * docs/mathematics.md}.
 *
 * <p>In the formulas p is the parameter, g its gradient after clipping, η the learning rate after
 * the schedule, t = step + 1, λ the weight decay. η is above 0, λ and ε at least 0, μ (momentum), α
 * and β from 0 to below 1; a setting outside its range is an {@link IllegalArgumentException} that
 * names it.
 */
public final class Optimizers {
  private static final Catalogue<Optimizer> CATALOGUE =
      Catalogue.<Optimizer>of("optimiser")
          .with(
              "sgd",
              s ->
                  sgd(
                      rate(s, 1e-3),
                      s.number("momentum", 0),
                      s.flag("nesterov", false),
                      s.number("weight_decay", 0)))
          .with(
              "adam",
              s ->
                  adam(
                      rate(s, 1e-3),
                      s.number("beta1", 0.9),
                      s.number("beta2", 0.999),
                      s.number("epsilon", 1e-8),
                      s.number("weight_decay", 0)))
          .with(
              "adamw",
              s ->
                  adamW(
                      rate(s, 1e-3),
                      s.number("beta1", 0.9),
                      s.number("beta2", 0.999),
                      s.number("epsilon", 1e-8),
                      s.number("weight_decay", 1e-2)))
          .with(
              "rmsprop",
              s ->
                  rmsProp(
                      rate(s, 1e-2),
                      s.number("alpha", 0.99),
                      s.number("epsilon", 1e-8),
                      s.number("momentum", 0),
                      s.number("weight_decay", 0)))
          .with(
              "adagrad",
              s -> adagrad(rate(s, 1e-2), s.number("epsilon", 1e-10), s.number("weight_decay", 0)));

  private Optimizers() {}

  private static double rate(Description settings, double whenAbsent) {
    return settings.number("learning_rate", whenAbsent);
  }

  /** p ← p − η·g. */
  public static Optimizer sgd(double learningRate) {
    return sgd(learningRate, 0, false, 0);
  }

  /**
   * g ← g + λp; v ← μv + g; p ← p − η·v, or with Nesterov's look ahead p ← p − η·(g + μv).
   *
   * <p>Sources: Polyak 1964; Nesterov 1983 in the form of Sutskever et al., 2013.
   *
   * @param nesterov needs a momentum above 0
   * @throws IllegalArgumentException naming a setting that lies outside its range, or if Nesterov's
   *     look ahead has no momentum
   */
  public static Optimizer sgd(
      double learningRate, double momentum, boolean nesterov, double weightDecay) {
    requireShare("momentum", momentum);
    requireNotNegative("weight_decay", weightDecay);
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException(
          "Nesterov's momentum needs a momentum above 0, found 0; give one, such as 0.9");
    }
    Expr g = decayed(weightDecay);
    List<Slot> slots = new ArrayList<>();
    Expr step = g;
    if (momentum != 0) {
      Expr velocity = Slot.variable("momentum").times(momentum).plus(g);
      slots.add(new Slot("momentum", velocity, 0));
      step = nesterov ? g.plus(velocity.times(momentum)) : velocity;
    }
    return Optimizer.of(
        "sgd momentum="
            + format(momentum)
            + " nesterov="
            + nesterov
            + " weight_decay="
            + format(weightDecay),
        learningRate,
        slots,
        PARAMETER.minus(LEARNING_RATE.times(step)));
  }

  /** Adam with β₁ = 0.9, β₂ = 0.999, ε = 1e-8. */
  public static Optimizer adam(double learningRate) {
    return adam(learningRate, 0.9, 0.999, 1e-8, 0);
  }

  /**
   * g ← g + λp; m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; p ← p − η/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ)
   * + ε).
   *
   * <p>Source: Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015.
   */
  public static Optimizer adam(
      double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
    Expr g = decayed(weightDecay);
    return adaptive("adam", learningRate, beta1, beta2, epsilon, weightDecay, g, PARAMETER);
  }

  /** AdamW with β₁ = 0.9, β₂ = 0.999, ε = 1e-8, λ = 0.01. */
  public static Optimizer adamW(double learningRate) {
    return adamW(learningRate, 0.9, 0.999, 1e-8, 1e-2);
  }

  /**
   * p ← p·(1 − η·λ), then as Adam with the gradient left alone.
   *
   * <p>Source: Loshchilov and Hutter, Decoupled Weight Decay Regularization, 2019.
   */
  public static Optimizer adamW(
      double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
    Expr shrunk = PARAMETER.times(constant(1).minus(LEARNING_RATE.times(weightDecay)));
    return adaptive("adamw", learningRate, beta1, beta2, epsilon, weightDecay, GRADIENT, shrunk);
  }

  private static Optimizer adaptive(
      String name,
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      Expr g,
      Expr parameter) {
    requireShare("beta1", beta1);
    requireShare("beta2", beta2);
    requireNotNegative("epsilon", epsilon);
    requireNotNegative("weight_decay", weightDecay);
    Expr first = Slot.variable("firstMoment").times(beta1).plus(g.times(1 - beta1));
    Expr second = Slot.variable("secondMoment").times(beta2).plus(square(g).times(1 - beta2));
    // What does not depend on the element stands together, so that engines compute it once.
    Expr rate = LEARNING_RATE.over(biasCorrection(beta1));
    Expr scale = constant(1).over(sqrt(biasCorrection(beta2)));
    Expr step = first.over(sqrt(second).times(scale).plus(epsilon));
    return Optimizer.of(
        String.format(
            "%s beta1=%s beta2=%s epsilon=%s weight_decay=%s",
            name, format(beta1), format(beta2), format(epsilon), format(weightDecay)),
        learningRate,
        List.of(new Slot("firstMoment", first, 0), new Slot("secondMoment", second, 0)),
        parameter.minus(rate.times(step)));
  }

  /** 1 − βᵗ = −expm1(t·ln β): accurate in float32, where 1 − 0.999ᵗ would cancel. */
  private static Expr biasCorrection(double beta) {
    return beta == 0 ? constant(1) : expm1(STEP.plus(1).times(Math.log(beta))).negate();
  }

  /** RMSProp with α = 0.99, ε = 1e-8, without momentum. */
  public static Optimizer rmsProp(double learningRate) {
    return rmsProp(learningRate, 0.99, 1e-8, 0, 0);
  }

  /**
   * g ← g + λp; v ← αv + (1 − α)g²; d = g/(√v + ε); p ← p − η·d, or with momentum b ← μb + d; p ← p
   * − η·b.
   *
   * <p>Source: Tieleman and Hinton, Neural Networks for Machine Learning, lecture 6.5, 2012.
   */
  public static Optimizer rmsProp(
      double learningRate, double alpha, double epsilon, double momentum, double weightDecay) {
    requireShare("alpha", alpha);
    requireShare("momentum", momentum);
    requireNotNegative("epsilon", epsilon);
    requireNotNegative("weight_decay", weightDecay);
    Expr g = decayed(weightDecay);
    Expr average = Slot.variable("squareAverage").times(alpha).plus(square(g).times(1 - alpha));
    Expr step = g.over(sqrt(average).plus(epsilon));
    List<Slot> slots = new ArrayList<>(List.of(new Slot("squareAverage", average, 0)));
    if (momentum != 0) {
      step = Slot.variable("momentum").times(momentum).plus(step);
      slots.add(new Slot("momentum", step, 0));
    }
    return Optimizer.of(
        String.format(
            "rmsprop alpha=%s epsilon=%s momentum=%s weight_decay=%s",
            format(alpha), format(epsilon), format(momentum), format(weightDecay)),
        learningRate,
        slots,
        PARAMETER.minus(LEARNING_RATE.times(step)));
  }

  /** Adagrad with ε = 1e-10. */
  public static Optimizer adagrad(double learningRate) {
    return adagrad(learningRate, 1e-10, 0);
  }

  /**
   * g ← g + λp; s ← s + g²; p ← p − η·g/(√s + ε).
   *
   * <p>Source: Duchi, Hazan and Singer, Adaptive Subgradient Methods, 2011.
   */
  public static Optimizer adagrad(double learningRate, double epsilon, double weightDecay) {
    requireNotNegative("epsilon", epsilon);
    requireNotNegative("weight_decay", weightDecay);
    Expr g = decayed(weightDecay);
    Expr sum = Slot.variable("squareSum").plus(square(g));
    return Optimizer.of(
        "adagrad epsilon=" + format(epsilon) + " weight_decay=" + format(weightDecay),
        learningRate,
        List.of(new Slot("squareSum", sum, 0)),
        PARAMETER.minus(LEARNING_RATE.times(g.over(sqrt(sum).plus(epsilon)))));
  }

  /** The gradient with λ·p added: the gradient of ½λp² joined to the loss. */
  private static Expr decayed(double weightDecay) {
    return weightDecay == 0 ? GRADIENT : GRADIENT.plus(PARAMETER.times(weightDecay));
  }

  private static void requireShare(String setting, double number) {
    if (!(number >= 0 && number < 1)) {
      throw new IllegalArgumentException(
          setting + " lies between 0 and below 1, found " + format(number));
    }
  }

  private static void requireNotNegative(String setting, double number) {
    if (!(number >= 0 && Double.isFinite(number))) {
      throw new IllegalArgumentException(setting + " is at least 0, found " + number);
    }
  }

  /** {@return every optimiser with its default settings} */
  public static List<Optimizer> all() {
    return CATALOGUE.all();
  }

  /**
   * {@return the optimiser that a text describes, such as {@code adam} or {@code sgd momentum=0.9
   * learning_rate=0.1; schedule cosine; clip_norm=1}}
   *
   * @param text in the form of {@link Optimizer#describe}; settings left out have their defaults
   * @throws CatalogueException if there is none; the message lists the known
   * @throws IllegalArgumentException naming a setting that lies outside its range
   */
  public static Optimizer named(String text) {
    String[] parts = text.split(";");
    Optimizer optimizer = CATALOGUE.parse(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      optimizer = with(optimizer, parts[i].strip());
    }
    return optimizer;
  }

  private static Optimizer with(Optimizer optimizer, String part) {
    if (part.startsWith("schedule ")) {
      return optimizer.withSchedule(Schedules.named(part.substring("schedule ".length())));
    }
    Description description = Description.parse(part);
    double norm = description.number("clip_norm", Double.NaN);
    description.refuseOthers();
    if (!description.words().isEmpty() || Double.isNaN(norm)) {
      throw new CatalogueException(
          "After an optimiser stand 'schedule …' or 'clip_norm=…', found '" + part + "'");
    }
    return optimizer.withClipNorm(norm);
  }
}
