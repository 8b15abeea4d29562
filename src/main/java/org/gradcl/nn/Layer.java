package org.gradcl.nn;

import java.util.Optional;
import java.util.OptionalInt;
import org.gradcl.tensor.Shape;

/**
 * A block with a text form, by which a model file names it, and which may state what it takes.
 * Implementations are immutable values.
 */
public interface Layer extends Block {

  /**
   * {@return the shape that this layer asks of a sample, where its settings state it; empty if it
   * infers it from its input} A {@link Sequential} that begins with such a layer knows its input.
   */
  default Optional<Shape> inputShape() {
    return Optional.empty();
  }

  /**
   * {@return how many classes, categories or tokens there are, if the input of this layer is
   * indices of them} A {@link Sequential} that begins with such a layer has it checked.
   */
  default OptionalInt indices() {
    return OptionalInt.empty();
  }

  /**
   * {@return the text form, such as {@code dense 26 64 relu}, by which a model file names the
   * layer} The initialisers are no part of it: they have done their work before a model is saved.
   */
  @Override
  String describe();
}
