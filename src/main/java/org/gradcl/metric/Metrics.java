package org.gradcl.metric;

import static org.gradcl.expr.Functions.absolute;
import static org.gradcl.expr.Functions.square;
import static org.gradcl.metric.ScalarMetric.PREDICTION;
import static org.gradcl.metric.ScalarMetric.TARGET;

import java.util.List;
import java.util.Map;
import org.gradcl.catalogue.Catalogue;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.expr.Expr;

/**
 * The catalogue of metrics. Means are over all elements of all targets; formulas: {@code
 * docs/mathematics.md}.
 */
public final class Metrics {
  private static final String SQUARED_ERROR = "squaredError";
  private static final String ABSOLUTE_ERROR = "absoluteError";

  private static final Expr RESIDUAL = PREDICTION.minus(TARGET);

  private static final Catalogue<Metric> CATALOGUE =
      Catalogue.<Metric>of("metric")
          .with("mse", settings -> mse())
          .with("rmse", settings -> rmse())
          .with("mae", settings -> mae())
          .with("r2", settings -> rSquared())
          .with("accuracy", settings -> accuracy());

  private Metrics() {}

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
  public static Metric accuracy() {
    return new Accuracy();
  }

  /** {@return every metric} */
  public static List<Metric> all() {
    return CATALOGUE.all();
  }

  /**
   * {@return the metric of a name, such as {@code rmse}}
   *
   * @param text a name; case does not count
   * @throws CatalogueException if there is none; the message lists the known
   */
  public static Metric named(String text) {
    return CATALOGUE.parse(text);
  }
}
