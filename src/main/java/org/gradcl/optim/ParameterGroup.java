package org.gradcl.optim;

import java.util.Objects;
import java.util.OptionalDouble;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.tensor.Shape;
import org.gradcl.text.NamePattern;

/**
 * Parameters that an optimiser treats in another way than the rest, by their names. What a group
 * does not say stays as in the optimiser. Immutable.
 *
 * @param pattern a glob over names: {@code *} stands for any characters, dots too
 * @param mostAxes how many axes its parameters have at most
 * @param learningRate in place of the optimiser's, before the schedule; above 0
 * @param factor by which the learning rate is multiplied, above 0
 * @param weightDecay in place of the optimiser's, at least 0
 * @param clipped whether its gradients are clipped with the others and are part of their norm
 * @param frozen whether its parameters stay as they are: no gradient, no part in the norm
 */
public record ParameterGroup(
    String pattern,
    int mostAxes,
    OptionalDouble learningRate,
    double factor,
    OptionalDouble weightDecay,
    boolean clipped,
    boolean frozen) {
  /** Any number of axes. */
  private static final int ANY_AXES = Integer.MAX_VALUE;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException naming one that lies outside its range
   */
  public ParameterGroup {
    Objects.requireNonNull(pattern, "pattern");
    if (pattern.isEmpty() || !pattern.equals(pattern.replaceAll("[\\s;]", ""))) {
      throw new IllegalArgumentException(
          "The pattern of a group is a name with * for any characters, without blanks or"
              + " semicolons, found '"
              + pattern
              + "'");
    }
    OptimizerSettings.requireNotNegative("most_axes", mostAxes);
    OptimizerSettings.requirePositive("factor", factor);
    learningRate.ifPresent(rate -> OptimizerSettings.requirePositive("learning_rate", rate));
    weightDecay.ifPresent(decay -> OptimizerSettings.requireNotNegative("weight_decay", decay));
  }

  /**
   * {@return the parameters that a pattern matches, treated as the rest}
   *
   * @param pattern such as {@code *.bias} or {@code encoder.*}
   */
  public static ParameterGroup of(String pattern) {
    return new ParameterGroup(
        pattern, ANY_AXES, OptionalDouble.empty(), 1, OptionalDouble.empty(), true, false);
  }

  /** {@return this group without the parameters that have more axes: 1 leaves vectors} */
  public ParameterGroup withMostAxes(int axes) {
    return new ParameterGroup(pattern, axes, learningRate, factor, weightDecay, clipped, frozen);
  }

  /** {@return this group with a learning rate of its own, which the schedule multiplies} */
  public ParameterGroup withLearningRate(double rate) {
    OptionalDouble own = OptionalDouble.of(rate);
    return new ParameterGroup(pattern, mostAxes, own, factor, weightDecay, clipped, frozen);
  }

  /** {@return this group with the learning rate multiplied} */
  public ParameterGroup withFactor(double multiple) {
    return new ParameterGroup(
        pattern, mostAxes, learningRate, multiple, weightDecay, clipped, frozen);
  }

  /** {@return this group with a weight decay of its own} */
  public ParameterGroup withWeightDecay(double decay) {
    OptionalDouble own = OptionalDouble.of(decay);
    return new ParameterGroup(pattern, mostAxes, learningRate, factor, own, clipped, frozen);
  }

  /** {@return this group with gradients that are neither clipped nor part of the norm} */
  public ParameterGroup withoutClipping() {
    return new ParameterGroup(pattern, mostAxes, learningRate, factor, weightDecay, false, frozen);
  }

  /** {@return this group with parameters that stay as they are} */
  public ParameterGroup freeze() {
    return new ParameterGroup(pattern, mostAxes, learningRate, factor, weightDecay, clipped, true);
  }

  /** {@return whether a parameter belongs to it} */
  public boolean matches(String name, Shape shape) {
    return shape.rank() <= mostAxes && new NamePattern(pattern).matches(name);
  }

  /** {@return the text form, such as {@code group *.bias weight_decay=0}} */
  public String describe() {
    StringBuilder text = new StringBuilder("group ").append(pattern);
    if (mostAxes != ANY_AXES) {
      text.append(" most_axes=").append(mostAxes);
    }
    learningRate.ifPresent(r -> text.append(" learning_rate=").append(Description.format(r)));
    if (factor != 1) {
      text.append(" factor=").append(Description.format(factor));
    }
    weightDecay.ifPresent(d -> text.append(" weight_decay=").append(Description.format(d)));
    text.append(clipped ? "" : " clipped=false").append(frozen ? " frozen=true" : "");
    return text.toString();
  }

  /**
   * Reads the text form.
   *
   * @throws CatalogueException if it is none
   */
  static ParameterGroup parse(String text) {
    String[] words = text.strip().split("\\s+", 3);
    if (words.length < 2 || words[1].contains("=")) {
      throw new CatalogueException("After 'group' stands a pattern of names, found '" + text + "'");
    }
    // Names of parameters keep their case, settings need not.
    Description settings = Description.parse(words[0] + " " + (words.length > 2 ? words[2] : ""));
    double most = settings.number("most_axes", ANY_AXES);
    double rate = settings.number("learning_rate", Double.NaN);
    double factor = settings.number("factor", 1);
    double decay = settings.number("weight_decay", Double.NaN);
    boolean clipped = settings.flag("clipped", true);
    boolean frozen = settings.flag("frozen", false);
    settings.refuseOthers();
    if (settings.words().size() > 1) {
      throw new CatalogueException(
          "A group has one pattern and settings behind it, found '" + text + "'");
    }
    return new ParameterGroup(
        words[1], (int) most, optional(rate), factor, optional(decay), clipped, frozen);
  }

  private static OptionalDouble optional(double number) {
    return Double.isNaN(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
  }
}
