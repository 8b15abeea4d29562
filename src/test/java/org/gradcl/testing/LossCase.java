package org.gradcl.testing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.gradcl.loss.Loss;
import org.gradcl.loss.LossTerm;
import org.gradcl.loss.Losses;
import org.gradcl.tensor.Shape;

/**
 * A loss with its definition a second time, in float64 and with nothing but {@link Math}, and the
 * numbers that it takes.
 *
 * @param text of the loss
 * @param prediction a number of an output from a uniform one in [0, 1)
 * @param target a number of a target from a uniform one
 * @param definition the losses of a batch
 */
public record LossCase(
    String text,
    DoubleUnaryOperator prediction,
    DoubleUnaryOperator target,
    Definition definition) {

  /** The losses of a batch, one for each number or for each vector. */
  public interface Definition {
    /**
     * The losses.
     *
     * @param predictions row major
     * @param target row major; empty where the loss needs none
     * @param features the extent of the last axis
     */
    double[] each(List<double[]> predictions, double[] target, int features);
  }

  /** Every loss whose targets are no classes, with its defaults and with other settings. */
  public static List<LossCase> all() {
    return List.of(
        of("mse", LossCase::any, LossCase::any, (p, y) -> (p - y) * (p - y) / 2),
        of("mse scale=full", LossCase::any, LossCase::any, (p, y) -> (p - y) * (p - y)),
        of("mae", LossCase::any, LossCase::any, (p, y) -> Math.abs(p - y)),
        of("huber", LossCase::any, LossCase::any, (p, y) -> huber(p - y, 1)),
        of("huber delta=0.3", LossCase::any, LossCase::any, (p, y) -> huber(p - y, 0.3)),
        of("smooth_l1", LossCase::any, LossCase::any, (p, y) -> huber(p - y, 1)),
        of("smooth_l1 beta=0.3", LossCase::any, LossCase::any, (p, y) -> huber(p - y, 0.3) / 0.3),
        of("quantile", LossCase::any, LossCase::any, (p, y) -> Math.abs(p - y) / 2),
        of(
            "quantile quantile=0.9",
            LossCase::any,
            LossCase::any,
            (p, y) -> Math.max(0.9 * (y - p), 0.1 * (p - y))),
        of("hinge", LossCase::any, LossCase::sign, (p, y) -> Math.max(0, 1 - y * p)),
        of("hinge margin=0.25", LossCase::any, LossCase::sign, (p, y) -> Math.max(0, 0.25 - y * p)),
        of("bce", LossCase::probability, LossCase::probability, LossCase::crossEntropy),
        of("bce", LossCase::probability, LossCase::bit, LossCase::crossEntropy),
        of(
            "bce_with_logits",
            LossCase::any,
            LossCase::probability,
            (z, y) -> crossEntropy(sigmoid(z), y)),
        of("focal", LossCase::any, LossCase::bit, (z, y) -> focal(sigmoid(z), y, 0.25, 2)),
        of(
            "focal alpha=0.6 gamma=0.5",
            LossCase::any,
            LossCase::bit,
            (z, y) -> focal(sigmoid(z), y, 0.6, 0.5)),
        of("kl_div", u -> Math.log(0.1 + u), u -> Math.max(0, u - 0.2), LossCase::divergence),
        of("poisson_nll", LossCase::any, LossCase::count, (p, y) -> Math.exp(p) - y * p),
        of("poisson_nll log_input=false", u -> 0.3 + 3 * u, LossCase::count, LossCase::poisson),
        new LossCase("gaussian_nll", u -> 0.1 + 2 * u, LossCase::any, gaussian(1e-6)),
        new LossCase("gaussian_nll eps=0.5", u -> 0.1 + 2 * u, LossCase::any, gaussian(0.5)),
        new LossCase("cosine_embedding", LossCase::any, LossCase::sign, cosine(0)),
        new LossCase("cosine_embedding margin=-0.5", LossCase::any, LossCase::sign, cosine(-0.5)),
        new LossCase("triplet", LossCase::any, LossCase::any, triplet(1, 1e-6)),
        new LossCase("triplet margin=3 eps=0.1", LossCase::any, LossCase::any, triplet(3, 0.1)));
  }

  private static LossCase of(
      String text,
      DoubleUnaryOperator prediction,
      DoubleUnaryOperator target,
      DoubleBinaryOperator each) {
    return new LossCase(
        text,
        prediction,
        target,
        (p, y, features) ->
            IntStream.range(0, y.length)
                .mapToDouble(i -> each.applyAsDouble(p.get(0)[i], y[i]))
                .toArray());
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static double any(double u) {
    return 4 * u - 2;
  }

  private static double probability(double u) {
    return 0.1 + 0.8 * u;
  }

  private static double sign(double u) {
    return u < 0.5 ? -1 : 1;
  }

  private static double bit(double u) {
    return u < 0.5 ? 0 : 1;
  }

  private static double count(double u) {
    return Math.floor(5 * u);
  }

  private static double huber(double d, double delta) {
    return Math.abs(d) > delta ? delta * (Math.abs(d) - delta / 2) : d * d / 2;
  }

  private static double crossEntropy(double p, double y) {
    return -y * Math.log(p) - (1 - y) * Math.log(1 - p);
  }

  private static double focal(double p, double y, double alpha, double gamma) {
    return y == 1
        ? -alpha * Math.pow(1 - p, gamma) * Math.log(p)
        : -(1 - alpha) * Math.pow(p, gamma) * Math.log(1 - p);
  }

  private static double divergence(double q, double y) {
    return y == 0 ? 0 : y * (Math.log(y) - q);
  }

  private static double poisson(double p, double y) {
    return p - y * Math.log(p + 1e-8);
  }

  private static Definition gaussian(double eps) {
    return (p, y, features) ->
        IntStream.range(0, y.length)
            .mapToDouble(
                i -> {
                  double v = Math.max(p.get(1)[i], eps);
                  return (Math.log(v) + (p.get(0)[i] - y[i]) * (p.get(0)[i] - y[i]) / v) / 2;
                })
            .toArray();
  }

  private static Definition cosine(double margin) {
    return (p, y, features) ->
        IntStream.range(0, y.length)
            .mapToDouble(
                i -> {
                  double product = 0;
                  double a = 1e-12;
                  double b = 1e-12;
                  for (int j = i * features; j < (i + 1) * features; j++) {
                    product += p.get(0)[j] * p.get(1)[j];
                    a += p.get(0)[j] * p.get(0)[j];
                    b += p.get(1)[j] * p.get(1)[j];
                  }
                  double cos = product / Math.sqrt(a * b);
                  return y[i] == 1 ? 1 - cos : Math.max(0, cos - margin);
                })
            .toArray();
  }

  private static Definition triplet(double margin, double eps) {
    return (p, y, features) ->
        IntStream.range(0, p.get(0).length / features)
            .mapToDouble(
                i -> {
                  double positive = 0;
                  double negative = 0;
                  for (int j = i * features; j < (i + 1) * features; j++) {
                    positive += Math.pow(p.get(0)[j] - p.get(1)[j] + eps, 2);
                    negative += Math.pow(p.get(0)[j] - p.get(2)[j] + eps, 2);
                  }
                  return Math.max(0, margin + Math.sqrt(positive) - Math.sqrt(negative));
                })
            .toArray();
  }

  /** The loss. */
  public Loss loss() {
    return Losses.named(text);
  }

  /** As many shapes as a loss reads outputs, all alike. */
  public static List<Shape> shapes(Loss loss, Shape sample) {
    return Collections.nCopies(loss.predictions(), sample);
  }

  /** The names of the outputs that it is given: {@code p0}, {@code p1}, …. */
  public List<String> outputs() {
    return IntStream.range(0, loss().predictions()).mapToObj(i -> "p" + i).toList();
  }

  /** The loss of the outputs. */
  public LossTerm term() {
    return LossTerm.of(loss()).on(outputs().toArray(String[]::new));
  }

  /** The numbers of a batch: outputs, {@code target} and {@code weights}, by name. */
  public Map<String, float[]> draw(int batch, Shape sample, int weights, long seed) {
    Random random = new Random(seed);
    Map<String, float[]> numbers = new LinkedHashMap<>();
    for (String output : outputs()) {
      numbers.put(output, uniform(random, batch * sample.elements(), prediction));
    }
    loss()
        .target(shapes(loss(), sample))
        .ifPresent(
            spec ->
                numbers.put(
                    LossTerm.TARGET, uniform(random, batch * spec.shape().elements(), target)));
    if (weights > 0) {
      // A third of them is 0, as in a mask.
      DoubleUnaryOperator weight = u -> Math.max(0, 3 * u - 1);
      numbers.put("weights", uniform(random, weights, weight));
    }
    return numbers;
  }

  private static float[] uniform(Random random, int count, DoubleUnaryOperator of) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) of.applyAsDouble(random.nextDouble());
    }
    return numbers;
  }

  @Override
  public String toString() {
    return text;
  }
}
