package org.gradcl.nn;

import java.util.List;
import java.util.Objects;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Value;
import org.gradcl.graph.Views;
import org.gradcl.tensor.Shape;

/**
 * Adds a learnt vector for each place in a sequence.
 *
 * <pre>
 * X [batch, time, features]    W [positions, features]    time ≤ positions
 * y[b, t] = x[b, t] + W[t]
 * </pre>
 *
 * <p>Source: Gehring et al., Convolutional Sequence to Sequence Learning, 2017.
 *
 * @param positions the length of the longest sequence
 * @param weight how W is drawn; by default as PyTorch draws an embedding, normal with deviation 1
 */
public record LearntPositions(int positions, Initializer weight) implements Layer {
  private static final Initializer STANDARD = new Initializer("normal", Initializer.NORMAL);

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public LearntPositions {
    Objects.requireNonNull(weight, "weight");
    if (positions < 1) {
      throw new IllegalArgumentException(
          "Learnt positions are for at least one place, found " + positions);
    }
  }

  /**
   * {@return learnt positions, drawn from the normal distribution}
   *
   * @param positions the length of the longest sequence
   */
  public static LearntPositions of(int positions) {
    return new LearntPositions(positions, STANDARD);
  }

  /**
   * {@return this layer with other first values}
   *
   * @param initializer how they are drawn
   */
  public LearntPositions withWeight(Initializer initializer) {
    return new LearntPositions(positions, initializer);
  }

  @Override
  public Value append(Scope scope, Value x) {
    SampleAxes.requireSequences(scope, x, describe());
    int time = x.shape().extent(1);
    if (time > positions) {
      throw scope.refusal(
          String.format(
              "%s has %d positions, found a sequence of %d; state at least as many positions, or"
                  + " cut the sequence",
              describe(), positions, time));
    }
    int features = x.shape().extent(2);
    Shape table = Shape.of(positions, features);
    Value all = scope.parameter(new ParameterSpec("weight", table, weight, positions, features));
    return scope.map(x, Views.slice(all, 0, 0, time), Expr::plus);
  }

  @Override
  public String describe() {
    return "learnt_positions " + positions;
  }

  /** Reads {@code learnt_positions 512}. */
  static LearntPositions parse(Description description) {
    List<String> words = description.words();
    if (words.size() != 2) {
      throw new CatalogueException(
          "Learnt positions are written 'learnt_positions LONGEST', found '"
              + description.text()
              + "'");
    }
    return of(description.count(words.get(1)));
  }
}
