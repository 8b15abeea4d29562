package org.gradcl.loss;

import java.util.List;
import java.util.Map;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.tensor.Shape;

/**
 * What training minimises: the sum of weighted losses of a model's outputs, usually of one.
 *
 * @param terms at least one
 */
public record Objective(List<LossTerm> terms) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is no term
   */
  public Objective {
    terms = List.copyOf(terms);
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("An objective needs at least one loss, found none");
    }
  }

  /**
   * {@return one loss of the model's only output}
   *
   * @param loss judges
   */
  public static Objective of(Loss loss) {
    return new Objective(List.of(LossTerm.of(loss)));
  }

  /**
   * {@return the sum of several losses}
   *
   * @param terms at least one
   */
  public static Objective of(LossTerm... terms) {
    return new Objective(List.of(terms));
  }

  /**
   * The objective on a model's outputs.
   *
   * @param outputs the shape of one sample of each output, by name
   * @throws ShapeMismatchException if a loss can't judge such outputs
   * @throws IllegalArgumentException if a term names an output that there is none of, or two terms
   *     ask for different arrays of one name
   */
  public AppliedObjective on(Map<String, Shape> outputs) {
    return new AppliedObjective(this, outputs);
  }

  /** {@return the text form, for a model file: that of the loss, where there is but one} */
  public String describe() {
    return ObjectiveText.of(this);
  }

  /**
   * {@return the objective that a text describes}
   *
   * @param text in the form of {@link #describe}
   * @throws org.gradcl.catalogue.CatalogueException if it has an unknown loss or setting
   */
  public static Objective parse(String text) {
    return ObjectiveText.parse(text);
  }

  @Override
  public String toString() {
    return describe();
  }
}
