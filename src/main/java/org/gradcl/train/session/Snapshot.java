package org.gradcl.train.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.backend.StepState;
import org.gradcl.graph.StateLayout;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/**
 * A copy of a state on the host: all that the next step depends on.
 *
 * @param step the record of the next step
 * @param tensors parameters by their names, optimiser slots by theirs ({@code
 *     momentum/layer.0.weight}); not to be written to
 */
public record Snapshot(StepState step, List<HostTensor> tensors) {
  public Snapshot {
    tensors = List.copyOf(tensors);
  }

  /**
   * The tensors of a snapshot of a layout's state, by name, with shapes: parameters, then slots.
   */
  public static Map<String, Shape> shapes(StateLayout layout) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    layout.parameters().forEach(entry -> shapes.put(entry.name(), entry.shape()));
    for (StateLayout.SlotEntry slot : layout.slots()) {
      layout.learnt().forEach(entry -> shapes.put(slot.of(entry.name()), entry.shape()));
    }
    return shapes;
  }

  /** Bytes of all tensors. */
  public long bytes() {
    return tensors.stream().mapToLong(t -> (long) t.shape().elements() * t.type().bytes()).sum();
  }

  /**
   * This snapshot without the tensors of an optimiser: of one that keeps the parameters' averages,
   * these are the parameters.
   */
  public Snapshot predicting() {
    Map<String, HostTensor> kept = new LinkedHashMap<>();
    tensors.forEach(tensor -> kept.put(tensor.name(), tensor));
    return new Snapshot(
        step,
        tensors.stream()
            .filter(tensor -> tensor.name().indexOf('/') < 0)
            .map(tensor -> predicting(tensor, kept.get(StateLayout.averageName(tensor.name()))))
            .toList());
  }

  private static HostTensor predicting(HostTensor trained, HostTensor average) {
    return average == null
        ? trained
        : HostTensor.of(trained.name(), average.shape(), average.floats());
  }

  /**
   * Refuses a copy of another model's state.
   *
   * @throws IllegalArgumentException if a tensor is missing, superfluous or of another shape
   */
  public void requireFit(StateLayout layout) {
    Map<String, HostTensor> given = new LinkedHashMap<>();
    tensors.forEach(tensor -> given.put(tensor.name(), tensor));
    shapes(layout)
        .forEach(
            (name, shape) -> {
              HostTensor tensor = given.remove(name);
              if (tensor == null || !tensor.shape().equals(shape)) {
                throw new IllegalArgumentException(
                    String.format(
                        "The model needs '%s' of shape %s, found %s",
                        name, shape, tensor == null ? "none" : tensor));
              }
            });
    if (!given.isEmpty()) {
      throw new IllegalArgumentException(
          "The model and its optimiser have no tensors named " + given.keySet());
    }
  }
}
