package org.gradcl.loss;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One summand of an {@link Objective}: a loss, what it is given, and its weight.
 *
 * <pre>{@code
 * LossTerm.of(Losses.huber(1)).on("height").against("height").times(0.3).weightedBy("mask", 2)
 * }</pre>
 *
 * @param loss judges
 * @param outputs the names of the model's outputs that it reads, in its order; empty for the only
 *     output of a model
 * @param target the name of the array that it compares them with, if it needs one
 * @param weight the factor of the loss in the sum
 * @param sampleWeights the weights of samples or elements, if they have any
 */
public record LossTerm(
    Loss loss,
    List<String> outputs,
    String target,
    double weight,
    Optional<SampleWeights> sampleWeights) {
  /** The name of the target unless another is given. */
  public static final String TARGET = "target";

  /**
   * Weights by which the losses of a batch are multiplied; the mean then is Σwℓ / Σw, and 0 where
   * all are 0. A mask is a weight of 0 and 1.
   *
   * @param input the name of the array, one that no part of the model need read
   * @param axes how many axes of the losses it has, the batch for one: {@code [batch]}, {@code
   *     [batch, time]}; over the others each weight is repeated
   */
  public record SampleWeights(String input, int axes) {
    /**
     * Checks the number of axes.
     *
     * @throws IllegalArgumentException if there is none
     */
    public SampleWeights {
      Objects.requireNonNull(input, "input");
      if (axes < 1) {
        throw new IllegalArgumentException(
            "Weights of samples have at least one axis, the batch, found " + axes);
      }
    }
  }

  /**
   * Copies the list and checks names and weight.
   *
   * @throws IllegalArgumentException if the weight is not finite, or a name is none that the text
   *     form of an objective could hold
   */
  public LossTerm {
    Objects.requireNonNull(loss, "loss");
    outputs = List.copyOf(outputs);
    outputs.forEach(LossTerm::requireName);
    requireName(target);
    sampleWeights.ifPresent(weights -> requireName(weights.input()));
    if (!Double.isFinite(weight)) {
      throw new IllegalArgumentException(
          "The weight of a loss is a finite number, found " + weight);
    }
  }

  /**
   * {@return a loss of the model's outputs by the target named {@link #TARGET}, with weight 1}
   *
   * @param loss judges
   */
  public static LossTerm of(Loss loss) {
    return new LossTerm(loss, List.of(), TARGET, 1, Optional.empty());
  }

  /**
   * {@return this term on some of the model's outputs}
   *
   * @param names in the order in which the loss reads them
   */
  public LossTerm on(String... names) {
    return new LossTerm(loss, List.of(names), target, weight, sampleWeights);
  }

  /**
   * {@return this term with another target}
   *
   * @param name of the array in a batch
   */
  public LossTerm against(String name) {
    return new LossTerm(loss, outputs, name, weight, sampleWeights);
  }

  /**
   * {@return this term with another weight}
   *
   * @param factor of the loss in the sum
   */
  public LossTerm times(double factor) {
    return new LossTerm(loss, outputs, target, factor, sampleWeights);
  }

  /**
   * {@return this term with a weight for each sample}
   *
   * @param input the name of the array in a batch, {@code [batch]}
   */
  public LossTerm weightedBy(String input) {
    return weightedBy(input, 1);
  }

  /**
   * {@return this term with weights, such as one for each sample and time}
   *
   * @param input the name of the array in a batch
   * @param axes of it, the batch for one
   */
  public LossTerm weightedBy(String input, int axes) {
    return new LossTerm(loss, outputs, target, weight, Optional.of(new SampleWeights(input, axes)));
  }

  private static void requireName(String name) {
    Objects.requireNonNull(name, "name");
    boolean separates = name.chars().anyMatch(c -> ",;|".indexOf(c) >= 0);
    if (separates || name.isEmpty() || !name.equals(name.strip())) {
      throw new IllegalArgumentException(
          "The names that a loss reads have no ',', ';' or '|' in them and no blanks at their ends,"
              + " since a model file holds them as text; found '"
              + name
              + "'");
    }
  }
}
