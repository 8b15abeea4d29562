package org.gradcl.nn;

import java.util.Objects;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * The numbers of each sample in another shape, in the same order.
 *
 * @param sample the shape of a sample after it
 */
public record Reshape(Shape sample) implements Layer {
  /** Checks that nothing is missing. */
  public Reshape {
    Objects.requireNonNull(sample, "sample");
  }

  /**
   * {@return a layer}
   *
   * @param extents of a sample after it, outermost first
   */
  public static Reshape to(int... extents) {
    return new Reshape(Shape.of(extents));
  }

  @Override
  public Value append(Scope scope, Value x) {
    Shape found = x.shape().sample();
    if (found.elements() != sample.elements()) {
      throw scope.refusal(
          String.format(
              "%s asks for samples of %d numbers, found shape %s, %d numbers; choose extents whose"
                  + " product is %d",
              describe(), sample.elements(), found, found.elements(), found.elements()));
    }
    return scope.label("reshaped", scope.graph().reshape(x, sample.batch(x.shape().extent(0))));
  }

  @Override
  public String describe() {
    return "reshape " + SequentialText.extents(sample);
  }

  /**
   * {@return a layer to the shape that a text names}
   *
   * @param shape such as {@code 4x4x8}
   * @throws CatalogueException if it is none
   */
  public static Reshape parse(String shape) {
    return new Reshape(SequentialText.shape(shape));
  }

  /** Reads {@code reshape 4x4x8}. */
  static Reshape parse(Description description) {
    if (description.words().size() != 2) {
      throw new CatalogueException(
          "A reshape is written 'reshape 4x4x8', found '" + description.text() + "'");
    }
    return new Reshape(SequentialText.shape(description.words().get(1)));
  }
}
