package org.gradcl.metric;

import static org.gradcl.expr.Functions.absolute;
import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.maximum;
import static org.gradcl.expr.Functions.square;
import static org.gradcl.metric.ScalarMetric.PREDICTION;
import static org.gradcl.metric.ScalarMetric.TARGET;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.gradcl.catalogue.Catalogue;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.loss.Losses;
import org.gradcl.loss.PredictionLoss;
import org.gradcl.loss.SoftmaxCrossEntropy;

/**
 * The catalogue of metrics. Means are over all elements of all targets; formulas: {@code
 * docs/mathematics.md}. A metric's settings stand in its name where they are not the usual, as in
 * {@code top_k_accuracy k=3}.
 */
public final class Metrics {
  private static final String SQUARED_ERROR = "squaredError";
  private static final String ABSOLUTE_ERROR = "absoluteError";
  private static final String RELATIVE_ERROR = "relativeError";
  private static final double LEAST_TARGET = 1.17e-6;

  private static final Expr RESIDUAL = PREDICTION.minus(TARGET);

  private static final Catalogue<Metric> CATALOGUE =
      Catalogue.<Metric>of("metric")
          .with("mse", settings -> mse())
          .with("rmse", settings -> rmse())
          .with("mae", settings -> mae())
          .with("r2", settings -> rSquared())
          .with("mape", settings -> mape())
          .with("accuracy", settings -> new Accuracy(Decisions.ignored(settings)))
          .with(
              "top_k_accuracy",
              settings ->
                  new TopKAccuracy(
                      settings.count(settings.word("k", String.valueOf(TopKAccuracy.USUAL))),
                      Decisions.ignored(settings)))
          .with("precision", settings -> score(ClassScore.Kind.PRECISION, settings))
          .with("recall", settings -> score(ClassScore.Kind.RECALL, settings))
          .with("f1", settings -> score(ClassScore.Kind.F1, settings))
          .with("confusion", settings -> new ConfusionMatrix(Decisions.ignored(settings)))
          .with("perplexity", settings -> perplexity(crossEntropy(Decisions.ignored(settings))))
          .with("roc_auc", settings -> rocAuc());

  private Metrics() {}

  private static ClassScore score(ClassScore.Kind kind, Description settings) {
    return new ClassScore(
        kind, settings.choice("average", Average.MACRO), Decisions.ignored(settings));
  }

  private static SoftmaxCrossEntropy crossEntropy(OptionalInt ignored) {
    SoftmaxCrossEntropy loss = Losses.softmaxCrossEntropy();
    return ignored.isEmpty() ? loss : loss.ignoring(ignored.getAsInt());
  }

  /** {@return the mean of (ŷ − y)²: the plain square, whatever the loss's scale} */
  public static Metric mse() {
    return new ScalarMetric(
        "mse", Map.of(SQUARED_ERROR, square(RESIDUAL)), means -> means.get(SQUARED_ERROR));
  }

  /** {@return the root of the mean of (ŷ − y)²} */
  public static Metric rmse() {
    return new ScalarMetric(
        "rmse",
        Map.of(SQUARED_ERROR, square(RESIDUAL)),
        means -> Math.sqrt(means.get(SQUARED_ERROR)));
  }

  /** {@return the mean of |ŷ − y|} */
  public static Metric mae() {
    return new ScalarMetric(
        "mae", Map.of(ABSOLUTE_ERROR, absolute(RESIDUAL)), means -> means.get(ABSOLUTE_ERROR));
  }

  /** {@return the share of the targets' variance that is explained; see {@link RSquared}} */
  public static Metric rSquared() {
    return new RSquared();
  }

  /** {@return the share of right decisions; see {@link Accuracy}} */
  public static Accuracy accuracy() {
    return new Accuracy(OptionalInt.empty());
  }

  /**
   * {@return the mean of |ŷ − y| / max(|y|, 1.17e-6), as a share, not in percent} Source of the
   * bound, which keeps targets of 0 from being divided by: torchmetrics.
   */
  public static Metric mape() {
    Expr share = absolute(RESIDUAL).over(maximum(absolute(TARGET), constant(LEAST_TARGET)));
    return new ScalarMetric(
        "mape", Map.of(RELATIVE_ERROR, share), means -> means.get(RELATIVE_ERROR));
  }

  /**
   * {@return the share of targets among the classes of the k largest logits}
   *
   * @param k at least 1, usually 5
   */
  public static TopKAccuracy topKAccuracy(int k) {
    return new TopKAccuracy(k, OptionalInt.empty());
  }

  /** {@return how many of the decisions for a class are right, the mean over classes} */
  public static ClassScore precision() {
    return ClassScore.of(ClassScore.Kind.PRECISION);
  }

  /** {@return how many targets of a class are found, the mean over classes} */
  public static ClassScore recall() {
    return ClassScore.of(ClassScore.Kind.RECALL);
  }

  /** {@return the harmonic mean of precision and recall, the mean over classes} */
  public static ClassScore f1() {
    return ClassScore.of(ClassScore.Kind.F1);
  }

  /** {@return how often each class was taken for each, as a table; see {@link ConfusionMatrix}} */
  public static ConfusionMatrix confusionMatrix() {
    return new ConfusionMatrix(OptionalInt.empty());
  }

  /** {@return e to the mean cross-entropy of softmax(logits)} */
  public static Metric perplexity() {
    return perplexity(Losses.softmaxCrossEntropy());
  }

  /**
   * {@return e to the mean of a negative log-likelihood}
   *
   * @param loss such as {@code softmaxCrossEntropy().ignoring(-100)}
   */
  public static Metric perplexity(PredictionLoss loss) {
    return new Perplexity(loss);
  }

  /** {@return the area under the ROC curve, exact; see {@link RocAuc}} */
  public static Metric rocAuc() {
    return new RocAuc();
  }

  /** {@return every metric} */
  public static List<Metric> all() {
    return CATALOGUE.all();
  }

  /**
   * {@return the metric of a name, such as {@code rmse} or {@code f1 average=micro}}
   *
   * @param text in the form of {@link Metric#name}; case does not count, and settings left out have
   *     their defaults
   * @throws CatalogueException if there is none; the message lists the known
   */
  public static Metric named(String text) {
    return CATALOGUE.parse(text);
  }
}
