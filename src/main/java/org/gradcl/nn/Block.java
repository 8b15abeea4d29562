package org.gradcl.nn;

import org.gradcl.graph.Value;

/**
 * A part of a model: it declares its parameters where it uses them and writes its forward pass into
 * a graph. Its gradient follows from the graph. Implementations are immutable values.
 *
 * <pre>{@code
 * record Residual(int units) implements Block {
 *   public Value append(Scope scope, Value x) {
 *     Value y = scope.call("first", Dense.to(units, Activations.RELU), x);
 *     return scope.map(scope.call("second", Dense.to(units), y), x, Expr::plus);
 *   }
 * }
 * }</pre>
 *
 * <p>What a block writes depends on its own settings, on the shape of its input and on {@link
 * Scope#mode} alone, so that a model has the same parameters in training and in prediction. The
 * first axis of every value is the batch: a block neither moves nor joins it.
 */
public interface Block {
  /**
   * Writes the forward pass.
   *
   * @param scope the block's place in the model, in which it declares parameters and calls further
   *     blocks
   * @param x the block's input, {@code [batch, …]}
   * @return its output, {@code [batch, …]}
   * @throws org.gradcl.graph.ShapeMismatchException if it can't take such an input; the message
   *     begins with the block's place
   */
  Value append(Scope scope, Value x);

  /**
   * {@return what people and model files call this block} For a layer of the catalogue that is the
   * text from which {@link Layers#named} makes it again; unless overridden, the name of the class.
   * Whoever loads a file must give the block with the same text: one with settings that no
   * parameter's shape tells says them here, so that no other is taken for it.
   */
  default String describe() {
    return getClass().getSimpleName();
  }
}
