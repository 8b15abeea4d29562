package org.gradcl.loss;

import java.util.List;
import java.util.Optional;
import org.gradcl.graph.Graph;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * The quantity that training minimises: a number for each element or sample, and the reduction of
 * these to one. Most losses judge one prediction by one target and are a {@link PredictionLoss};
 * others read several outputs of a model, or no target.
 *
 * <p>Implementations are immutable values. A loss states no gradient; it follows from the graph.
 * Which outputs and targets it is given, with which weight, a {@link LossTerm} says.
 */
public interface Loss {

  /** {@return how many outputs of a model it reads: 1 unless overridden} */
  default int predictions() {
    return 1;
  }

  /**
   * {@return what it asks of a sample's target; empty if it needs none}
   *
   * @param predictions the shape of one sample of each output that it reads
   * @throws ShapeMismatchException if it can't judge such predictions
   */
  Optional<InputSpec> target(List<Shape> predictions);

  /**
   * Writes the losses of a batch into a graph, before any reduction.
   *
   * @param graph to be written into
   * @param predictions {@code [batch, …]} each
   * @param target {@code [batch, …]}, as {@link #target} asks for it
   * @return a loss for each element or sample, {@code [batch, …]}
   */
  Value each(Graph graph, List<Value> predictions, Optional<Value> target);

  /**
   * Writes what each loss counts in a mean, where that is not 1: the weight of the target's class,
   * 0 for a target that is ignored. {@link #each} has this factor already.
   *
   * @param graph to be written into
   * @param predictions {@code [batch, …]} each
   * @param target {@code [batch, …]}
   * @return of the shape of {@link #each}; empty where each counts 1
   */
  default Optional<Value> counts(Graph graph, List<Value> predictions, Optional<Value> target) {
    return Optional.empty();
  }

  /** {@return how the losses of a batch become one number} */
  Reduction reduction();

  /** {@return the text form, such as {@code huber delta=1 reduction=mean}, for a model file} */
  String describe();
}
