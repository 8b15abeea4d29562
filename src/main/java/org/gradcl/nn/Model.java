package org.gradcl.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Value;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/**
 * What is trained: named inputs, a forward pass and named outputs. {@link Sequential} is one, with
 * one input and one output; a class of a program's own is another. Implementations are immutable
 * values that hold no numbers.
 *
 * <pre>{@code
 * record Price() implements Model {
 *   public Map<String, InputSpec> inputs() {
 *     return Map.of("size", InputSpec.of(Shape.of(3)), "colour", InputSpec.of(Shape.of(7)));
 *   }
 *
 *   public Map<String, Value> append(Scope scope, Map<String, Value> inputs) {
 *     Value size = scope.call("size", Dense.to(16, Activations.RELU), inputs.get("size"));
 *     Value colour = scope.call("colour", Dense.to(16), inputs.get("colour"));
 *     return Map.of("price", scope.call("head", Dense.to(1), scope.map(size, colour, Expr::plus)));
 *   }
 * }
 * }</pre>
 */
public interface Model {
  /** {@return what a batch must have, by name; the order in the map does not count} */
  Map<String, InputSpec> inputs();

  /**
   * Writes the forward pass.
   *
   * @param scope the whole model's
   * @param inputs by name, {@code [batch, …]} each
   * @return the outputs by name, {@code [batch, …]} each
   */
  Map<String, Value> append(Scope scope, Map<String, Value> inputs);

  /**
   * {@return the text by which a model file names this model} If {@link #parse} reads it, a file
   * can be loaded by itself; else whoever loads it must give the model. Unless overridden, the name
   * of the class.
   */
  default String describe() {
    return getClass().getSimpleName();
  }

  /**
   * {@return the model of a text that {@link #describe} wrote: a {@link Sequential} or a {@link
   * TabularModel}}
   *
   * @param text in the form of their {@code describe}
   * @throws IllegalArgumentException if it can't be read, or its parts don't go together
   */
  static Model parse(String text) {
    return TabularText.isTabular(text) ? TabularText.parse(text) : Sequential.parse(text);
  }

  /**
   * {@return the shape of one sample of each output, by name, in alphabetical order}
   *
   * @throws org.gradcl.graph.ShapeMismatchException if a block can't take what it is given
   * @throws ModelException if a name is used twice, or what names rows of a table, an input or
   *     something computed, may name others than it has
   */
  default Map<String, Shape> outputShapes() {
    return Structure.of(this).outputs();
  }

  /** {@return the parameters with their whole names, such as {@code layer.0.weight}, in order} */
  default List<ParameterSpec> parameters() {
    return Structure.of(this).parameters();
  }

  /**
   * {@return the parameters' first values, in order: the same for a key on every backend}
   *
   * @param key of the run
   */
  default List<HostTensor> initialParameters(RandomKey key) {
    List<HostTensor> tensors = new ArrayList<>();
    for (ParameterSpec parameter : parameters()) {
      tensors.add(parameter.draw(key, tensors.size()));
    }
    return tensors;
  }

  /**
   * {@return what blocks ask of the numbers of inputs: embeddings rows of their tables, recurrent
   * layers lengths} Data is checked against it, and against what {@link #inputs} says.
   */
  default List<InputRange> inputRanges() {
    return Structure.of(this).inputRanges();
  }

  /**
   * {@return a table of blocks, outer ones before those within, with the shape of a sample after
   * each, the floats of that, and their numbers of learnt parameters}
   *
   * <p>The floats a sample add up to what the blocks yield. A device stores fewer, where a launch
   * computes several blocks at once, or more, where blocks need values in between; how many its
   * plan says, by {@code Trainer.explain}.
   */
  default String summary() {
    return Summary.of(Structure.of(this));
  }
}
