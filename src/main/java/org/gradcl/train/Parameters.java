package org.gradcl.train;

import java.util.List;
import org.gradcl.graph.StateLayout;
import org.gradcl.tensor.DataType;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.train.report.NonFiniteLossException;

/**
 * A trainer's parameters, read from and written to the device by name. A dense layer's weight is
 * {@code layer.i.weight}, {@code [out, in]}, its bias {@code layer.i.bias}, {@code [out]}. Used
 * under the trainer's rule: one thread at a time.
 */
public final class Parameters {
  private final Trainer trainer;
  private final StateLayout layout;

  Parameters(Trainer trainer, StateLayout layout) {
    this.trainer = trainer;
    this.layout = layout;
  }

  /** {@return the names, in the order of the layers} */
  public List<String> names() {
    return layout.parameters().stream().map(StateLayout.Entry::name).toList();
  }

  /**
   * {@return the shape of one}
   *
   * @param name such as {@code layer.0.weight}
   * @throws IllegalArgumentException if there is none of that name; the known ones are listed
   */
  public Shape shape(String name) {
    return layout.parameters().stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No parameter is named '" + name + "'; there are " + names()))
        .shape();
  }

  /**
   * {@return a copy of one, after all steps so far; waits for them}
   *
   * @param name such as {@code layer.0.weight}
   * @throws IllegalArgumentException if there is none of that name; the known ones are listed
   */
  public HostTensor get(String name) {
    shape(name);
    return trainer.readParameter(name);
  }

  /** {@return copies of all, in order} */
  public List<HostTensor> all() {
    return names().stream().map(this::get).toList();
  }

  /**
   * Replaces one; the optimiser's slots stay. The values are copied.
   *
   * @param values with names and shapes of parameters; copied
   * @throws IllegalArgumentException if there is none of that name and shape, the values are not
   *     FLOAT32, or one is not finite
   * @throws NonFiniteLossException if an earlier step failed that nobody has been told of; nothing
   *     is changed then
   */
  public void set(HostTensor values) {
    setAll(List.of(values));
  }

  /**
   * Replaces several; all are checked before the first is written.
   *
   * @param values with names and shapes of parameters; copied
   * @throws IllegalArgumentException as {@link #set} throws it
   * @throws NonFiniteLossException as {@link #set} throws it
   */
  public void setAll(List<HostTensor> values) {
    for (HostTensor tensor : values) {
      if (!shape(tensor.name()).equals(tensor.shape())) {
        throw new IllegalArgumentException(
            String.format(
                "The parameter '%s' has shape %s, the values given have %s",
                tensor.name(), shape(tensor.name()), tensor.shape()));
      }
      if (tensor.type() != DataType.FLOAT32) {
        throw new IllegalArgumentException(
            String.format(
                "Parameters are FLOAT32, the values given for '%s' are %s; convert them",
                tensor.name(), tensor.type()));
      }
      for (float value : tensor.floats()) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException(
              "The values given for '" + tensor.name() + "' hold " + value + "; give finite ones");
        }
      }
    }
    trainer.writeParameters(values);
  }
}
