package org.gradcl.nn;

import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * All axes of a sample as one, in PyTorch's order: of an image {@code [height, width, channels]},
 * or a signal {@code [length, channels]}, the channels come first, by one copy, so that the weights
 * of a dense layer behind it mean the same. Sequences {@code [time, features]}, which PyTorch has
 * in this order, too, are flattened as there by a {@link Reshape}.
 */
public record Flatten() implements Layer {
  @Override
  public Value append(Scope scope, Value x) {
    Value ordered = ChannelsFirst.toFirst(x);
    int samples = x.shape().extent(0);
    Shape flat = Shape.of(samples, x.shape().elements() / samples);
    return scope.label("flat", scope.graph().reshape(ordered, flat));
  }

  @Override
  public String describe() {
    return "flatten";
  }

  /** Reads {@code flatten}. */
  static Flatten parse(Description description) {
    if (description.words().size() != 1) {
      throw new CatalogueException(
          "A flattening is written 'flatten', found '" + description.text() + "'");
    }
    return new Flatten();
  }
}
