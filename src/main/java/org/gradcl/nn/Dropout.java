package org.gradcl.nn;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.select;

import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Value;

/**
 * Sets each number to zero with a probability while training, and scales the rest so that the
 * expectation stays.
 *
 * <pre>
 * training:   y = u &lt; rate ? 0 : x / (1 − rate)      u uniform in [0, 1) for each sample and unit
 * inference:  y = x
 * </pre>
 *
 * <p>Source: Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting,
 * 2014 (scaled inversely, as in PyTorch).
 *
 * @param rate the probability of zero, from 0 to below 1
 */
public record Dropout(double rate) implements Layer {

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it lies outside its range
   */
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          String.format(
              "A dropout rate is a probability from 0 to below 1, found %s; state the share that is"
                  + " dropped, such as 0.1",
              Description.format(rate)));
    }
  }

  /**
   * {@return a layer that drops with the given probability}
   *
   * @param rate the probability of zero, from 0 to below 1
   */
  public static Dropout of(double rate) {
    return new Dropout(rate);
  }

  @Override
  public Value append(Scope scope, Value x) {
    if (!scope.isTraining() || rate == 0) {
      return x;
    }
    Expr dropped = constant(rate).greater(scope.graph().uniform());
    Value y = scope.map(x, e -> select(dropped, constant(0), e.times(1 / (1 - rate))));
    return scope.label("dropout", y);
  }

  @Override
  public String describe() {
    return "dropout " + Description.format(rate);
  }

  /** Reads {@code dropout 0.1}. */
  static Dropout parse(Description description) {
    if (description.words().size() != 2) {
      throw new CatalogueException(
          "Dropout is written 'dropout RATE', found '" + description.text() + "'");
    }
    return of(description.number(description.words().get(1)));
  }
}
