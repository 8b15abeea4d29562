package org.gradcl.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.gradcl.graph.StateLayout;
import org.gradcl.io.TensorMapping;
import org.gradcl.tensor.DataType;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.text.Printable;
import org.gradcl.train.checkpoint.ParameterFile;
import org.gradcl.train.report.CheckpointException;
import org.gradcl.train.report.LoadReport;
import org.gradcl.train.report.NonFiniteLossException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trainer's parameters, read from and written to the device by name. A dense layer's weight is
 * {@code layer.i.weight}, {@code [out, in]}, its bias {@code layer.i.bias}, {@code [out]}. Used
 * under the trainer's rule: one thread at a time.
 */
public final class Parameters {
  private static final Logger LOG = LoggerFactory.getLogger(Parameters.class);

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
   * {@return the shape of a parameter}
   *
   * @param name such as {@code layer.0.weight}
   * @throws IllegalArgumentException if there is none of that name; the known ones are listed
   */
  public Shape shape(String name) {
    Objects.requireNonNull(name, "name");
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
   * {@return a copy of a parameter after all steps so far; waits for them}
   *
   * @param name such as {@code layer.0.weight}
   * @throws IllegalArgumentException if there is none of that name; the known ones are listed
   */
  public HostTensor get(String name) {
    shape(name);
    return trainer.readParameter(name);
  }

  /** {@return copies of all parameters, in order} */
  public List<HostTensor> all() {
    return names().stream().map(this::get).toList();
  }

  /**
   * Replaces a parameter; the optimiser's slots stay, but for an average and slow weights, which
   * begin anew from it. The values are copied.
   *
   * @param values with names and shapes of parameters; copied
   * @throws IllegalArgumentException if there is none of that name and shape, the values are not
   *     FLOAT32, or one is not finite
   * @throws NonFiniteLossException if an earlier step failed that was not reported yet; nothing is
   *     changed then
   */
  public void set(HostTensor values) {
    setAll(List.of(Objects.requireNonNull(values, "values")));
  }

  /**
   * Replaces several parameters; all are checked before the first is written.
   *
   * @param values with names and shapes of parameters; copied
   * @throws IllegalArgumentException as {@link #set} throws it
   * @throws NonFiniteLossException as {@link #set} throws it
   */
  public void setAll(List<HostTensor> values) {
    for (HostTensor tensor : Objects.requireNonNull(values, "values")) {
      Objects.requireNonNull(tensor, "values");
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
    trainer.writeParameters("parameters().set", values);
  }

  /**
   * Loads a file whose tensors are the parameters, by their names; as {@link #load(Path,
   * TensorMapping, Match)} with {@link Match#ALL}.
   *
   * @param file in the safetensors format
   */
  public LoadReport load(Path file) {
    return load(file, TensorMapping.identity(), Match.ALL);
  }

  /**
   * Loads a file whose tensors are the parameters under other names; as {@link #load(Path,
   * TensorMapping, Match)} with {@link Match#ALL}.
   *
   * @param file in the safetensors format
   * @param rename from a name in the file to the name of a parameter; null leaves a tensor out
   */
  public LoadReport load(Path file, UnaryOperator<String> rename) {
    return load(file, TensorMapping.of(rename), Match.ALL);
  }

  /**
   * Loads parameters under other names; as {@link #load(Path, TensorMapping, Match)}.
   *
   * @param file in the safetensors format
   * @param rename from a name in the file to the name of a parameter; null leaves a tensor out
   * @param match how much of the file must fit
   */
  public LoadReport load(Path file, UnaryOperator<String> rename, Match match) {
    return load(file, TensorMapping.of(rename), match);
  }

  /**
   * Loads a file whose tensors are the parameters under other names or in other layouts; as {@link
   * #load(Path, TensorMapping, Match)} with {@link Match#ALL}.
   *
   * @param file in the safetensors format
   * @param mapping from the file's tensors to parameters
   */
  public LoadReport load(Path file, TensorMapping mapping) {
    return load(file, mapping, Match.ALL);
  }

  /**
   * Loads parameters from a safetensors file of any origin. The optimiser's slots stay.
   *
   * <p>For example a file that PyTorch's {@code safetensors.torch.save_file} wrote of the {@code
   * state_dict} of a {@code Sequential(Linear(3, 8), Tanh(), Linear(8, 1))}, where every second
   * module has no weights; its {@code [out, in]} matrices are those of a dense layer here:
   *
   * <pre>{@code
   * trainer.parameters().load(file, TensorMapping.pytorch()
   *     .rename("0.*", "layer.0.*")
   *     .rename("2.*", "layer.1.*"));
   * }</pre>
   *
   * <p>Tensors may be F32, F16, BF16, or F64, which is rounded. Running statistics are parameters
   * here. If loading fails, nothing is changed.
   *
   * @param file in the safetensors format; not trusted
   * @param mapping from the file's tensors to parameters; the report does not list what it leaves
   *     out
   * @param match how much of the file must fit
   * @return what was loaded and what did not fit
   * @throws CheckpointException if the file can't be read, does not fit the model as {@code match}
   *     asks, has two tensors for one parameter, or one of another type or with a number that is
   *     not finite; or if a rule of the mapping counts for no tensor
   * @throws NonFiniteLossException as {@link #set} throws it
   */
  public LoadReport load(Path file, TensorMapping mapping, Match match) {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(mapping, "mapping");
    Objects.requireNonNull(match, "match");
    try (ParameterFile parameters = ParameterFile.open(file, mapping, layout)) {
      if (match == Match.ALL) {
        parameters.requireAll();
      } else {
        parameters.requireSome();
      }
      trainer.writeParameters("parameters().load", parameters.values());
      if (!parameters.report().isComplete()) {
        LOG.warn("{}: {}", Printable.line(file.toString()), parameters.report());
      }
      return parameters.report();
    }
  }
}
