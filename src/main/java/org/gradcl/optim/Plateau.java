package org.gradcl.optim;

import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;

/**
 * How a learning rate falls once training stops getting better, decided when an epoch ends: after
 * more than {@code patience} epochs in a row without a better figure it is multiplied by {@code
 * factor}, and then {@code cooldown} epochs pass of which none counts as bad. Immutable.
 *
 * <p>Source: PyTorch, {@code ReduceLROnPlateau} with a relative threshold. Its {@code min_lr} is
 * {@code floor} times the learning rate.
 *
 * @param factor above 0 and below 1
 * @param patience bad epochs that are put up with, at least 0
 * @param threshold by which share a figure must be better than the best to count, at least 0
 * @param cooldown epochs after a fall that don't count, at least 0
 * @param floor what the rate falls to at most, as a share of the optimiser's, from 0 to 1
 */
public record Plateau(double factor, int patience, double threshold, int cooldown, double floor) {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException naming one that lies outside its range
   */
  public Plateau {
    if (!(factor > 0 && factor < 1)) {
      throw new IllegalArgumentException(
          "The factor of a plateau lies above 0 and below 1, found " + factor);
    }
    OptimizerSettings.requireNotNegative("patience of a plateau", patience);
    OptimizerSettings.requireNotNegative("threshold of a plateau", threshold);
    OptimizerSettings.requireNotNegative("cooldown of a plateau", cooldown);
    if (!(floor >= 0 && floor <= 1)) {
      throw new IllegalArgumentException(
          "The floor of a plateau lies between 0 and 1, found " + floor);
    }
  }

  /**
   * {@return the share of the optimiser's rate that is left}
   *
   * @param falls how often the rate has fallen, at least 0
   */
  public double share(int falls) {
    return Math.max(Math.pow(factor, falls), floor);
  }

  /** Those of a text, with defaults. */
  static Plateau of(Description settings) {
    return new Plateau(
        settings.number("factor", 0.1),
        whole(settings, "patience", 10),
        settings.number("threshold", 1e-4),
        whole(settings, "cooldown", 0),
        settings.number("floor", 0));
  }

  private static int whole(Description settings, String key, int whenAbsent) {
    double number = settings.number(key, whenAbsent);
    if (number != (int) number) {
      throw new CatalogueException(
          "In '" + settings.text() + "' " + key + " is a whole number, found " + number);
    }
    return (int) number;
  }

  /** The text form. */
  String describe() {
    return "plateau factor="
        + Description.format(factor)
        + " patience="
        + patience
        + " threshold="
        + Description.format(threshold)
        + " cooldown="
        + cooldown
        + " floor="
        + Description.format(floor);
  }
}
