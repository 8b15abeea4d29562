package org.gradcl.data.augment;

import java.util.Map;
import org.gradcl.data.Augmentation;
import org.gradcl.data.DataException;
import org.gradcl.data.Sample;
import org.gradcl.data.SampleRandom;
import org.gradcl.tensor.Shape;

/**
 * Mixes a sample with another one.
 *
 * <p>λ = X/(X + Y) has the distribution Beta(α, α) where X and Y have Gamma(α). Source of the
 * latter: G. Marsaglia, W. W. Tsang, A Simple Method for Generating Gamma Variables, 2000; in
 * logarithms, since a small α makes numbers that no double holds.
 *
 * @param alpha above 0
 */
record Mixup(double alpha) implements Augmentation {
  /**
   * Checks the parameter.
   *
   * @throws DataException if it is not above 0 and finite
   */
  Mixup {
    if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
      throw new DataException("mixup takes an alpha above 0 and finite, found " + alpha);
    }
  }

  @Override
  public Sample apply(Sample sample, SampleRandom random) {
    Sample other = random.another();
    float share = (float) beta(random);
    for (String name : sample.names()) {
      float[] values = sample.get(name);
      float[] others = other.get(name);
      if (others.length != values.length) {
        throw new DataException(
            String.format(
                "mixup is given %d numbers of '%s' and mixes with %d of another sample, as it was"
                    + " before any augmentation; augment in two steps, the second of them mixup",
                values.length, name, others.length));
      }
      for (int i = 0; i < values.length; i++) {
        values[i] = share * values[i] + (1 - share) * others[i];
      }
    }
    return sample;
  }

  private double beta(SampleRandom random) {
    double x = logGamma(random);
    double y = logGamma(random);
    return 1 / (1 + StrictMath.exp(y - x));
  }

  private double logGamma(SampleRandom random) {
    // Gamma(α) = Gamma(α + 1)·U^(1/α), for the method below needs a shape of at least 1.
    double d = alpha + 1 - 1.0 / 3;
    double boost = StrictMath.log1p(-random.uniform()) / alpha;
    while (true) {
      double normal = random.normal();
      double root = 1 + normal / StrictMath.sqrt(9 * d);
      double v = root * root * root;
      if (v > 0
          && StrictMath.log1p(-random.uniform())
              < normal * normal / 2 + d - d * v + d * StrictMath.log(v)) {
        return StrictMath.log(d * v) + boost;
      }
    }
  }

  @Override
  public Map<String, Shape> shapes(Map<String, Shape> shapes) {
    shapes.forEach(
        (name, shape) -> {
          if (shape.rank() == 0) {
            throw new DataException(
                String.format(
                    "mixup can't mix '%s' of shape [], which is an index; map the index to"
                        + " indicators first (Indicators.of), or a number to the shape [1]",
                    name));
          }
        });
    return shapes;
  }

  @Override
  public boolean readsAnother() {
    return true;
  }

  @Override
  public String toString() {
    return "mixup";
  }
}
