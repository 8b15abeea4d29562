package org.gradcl.train.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradcl.graph.StateLayout;
import org.gradcl.io.SafetensorsException;
import org.gradcl.io.SafetensorsReader;
import org.gradcl.io.TensorMapping;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.train.report.CheckpointException;
import org.gradcl.train.report.LoadReport;

/**
 * A safetensors file of any origin as parameters of a model. Whoever opens it closes it. For one
 * thread.
 */
public final class ParameterFile implements AutoCloseable {
  private static final int SHOWN = 10;

  private final Path file;
  private final SafetensorsReader reader;
  private final TensorMapping mapping;
  private final StateLayout layout;

  /** The file's name of each parameter that it has a tensor for. */
  private final Map<String, String> tensors = new LinkedHashMap<>();

  private final Map<String, String> unexpected = new LinkedHashMap<>();
  private final LoadReport report;
  private final MappingAdvice advice = new MappingAdvice();

  private ParameterFile(
      Path file, SafetensorsReader reader, TensorMapping mapping, StateLayout layout)
      throws SafetensorsException {
    this.file = file;
    this.reader = reader;
    this.mapping = mapping;
    this.layout = layout;
    List<String> parameters = layout.parameters().stream().map(StateLayout.Entry::name).toList();
    requireUse(mapping.idleRules(reader.names()));
    for (String name : reader.names()) {
      Optional<String> renamed = mapping.name(name);
      if (renamed.filter(parameters::contains).isPresent()) {
        requireOnce(renamed.get(), tensors.put(renamed.get(), name), name);
      } else if (renamed.isPresent()) {
        unexpected.put(name, reader.describe(name));
        advice.unexpected(name, extents(name));
      }
    }
    this.report = compare();
  }

  /**
   * Opens a file and compares its header with a model.
   *
   * @param file in the safetensors format; not trusted
   * @param mapping from the file's tensors to parameters
   * @param layout the model's
   * @throws CheckpointException if it can't be read, two tensors get the name of one parameter, or
   *     a rule of the mapping counts for no tensor
   */
  public static ParameterFile open(Path file, TensorMapping mapping, StateLayout layout) {
    SafetensorsReader reader;
    try {
      reader = SafetensorsReader.open(file);
    } catch (SafetensorsException e) {
      throw new CheckpointException(e);
    }
    try {
      return new ParameterFile(file, reader, mapping, layout);
    } catch (SafetensorsException e) {
      close(reader);
      throw new CheckpointException(e);
    } catch (RuntimeException e) {
      close(reader);
      throw e;
    }
  }

  private void requireUse(List<String> idle) {
    if (!idle.isEmpty()) {
      throw new CheckpointException(
          file,
          String.format(
              "the mapping's %s count for none of its %d tensors, %s",
              String.join(", ", idle), reader.names().size(), shown(reader.names())),
          "correct these rules, leave them out, or put them before others that match the same");
    }
  }

  private static String shown(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return first + (names.size() > SHOWN ? ", …" : "");
  }

  private void requireOnce(String parameter, String first, String second) {
    if (first != null) {
      throw new CheckpointException(
          file,
          String.format(
              "its tensors '%s' and '%s' are both renamed to '%s'", first, second, parameter),
          "give each parameter one of them, and leave out the other");
    }
  }

  private LoadReport compare() throws SafetensorsException {
    Map<String, Shape> loaded = new LinkedHashMap<>();
    Map<String, Shape> missing = new LinkedHashMap<>();
    List<LoadReport.Mismatch> mismatched = new ArrayList<>();
    for (StateLayout.Entry entry : layout.parameters()) {
      String tensor = tensors.get(entry.name());
      if (tensor == null) {
        missing.put(entry.name(), entry.shape());
        advice.missing(entry.name(), entry.shape());
      } else if (Arrays.equals(extents(tensor), extents(entry.shape()))) {
        loaded.put(entry.name(), entry.shape());
      } else {
        advice.mismatched(tensor, extents(tensor), entry.shape());
        mismatched.add(
            new LoadReport.Mismatch(entry.name(), entry.shape(), tensor, reader.describe(tensor)));
      }
    }
    return new LoadReport(loaded, missing, unexpected, mismatched);
  }

  private long[] extents(String tensor) throws SafetensorsException {
    try {
      return mapping.extents(tensor, reader.extents(tensor));
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(file, e.getMessage(), "correct the rule");
    }
  }

  private static long[] extents(Shape shape) {
    return Arrays.stream(shape.extents()).asLongStream().toArray();
  }

  /** {@return the comparison of file and model} */
  public LoadReport report() {
    return report;
  }

  /**
   * Refuses a file that does not hold exactly the parameters of the model.
   *
   * @throws CheckpointException with the report
   */
  public void requireAll() {
    if (!report.isComplete()) {
      throw new CheckpointException(
          file,
          "its tensors are not those of the model (" + report + ")",
          "rename them to the model's names, leave out what is not to be loaded"
              + advice.text()
              + ", or load what matches with Match.SOME; a checkpoint of GradCL is restored by"
              + " TrainerBuilder.restore");
    }
  }

  /**
   * Refuses a file without any matching tensor.
   *
   * @throws CheckpointException with the report
   */
  public void requireSome() {
    if (report.loaded().isEmpty()) {
      throw new CheckpointException(
          file,
          "no tensor has the name and shape of a parameter (" + report + ")",
          "rename them to the model's names");
    }
  }

  /**
   * Reads the tensors that match.
   *
   * @return parameters by their names in the model, as FLOAT32
   * @throws CheckpointException if it can't be read, is of no floating-point type, or holds a
   *     number that is not finite as float32
   */
  public List<HostTensor> values() {
    List<HostTensor> values = new ArrayList<>();
    for (String parameter : report.loaded().keySet()) {
      String tensor = tensors.get(parameter);
      HostTensor read;
      try {
        read = mapping.apply(reader.readFloats(tensor));
      } catch (SafetensorsException e) {
        throw new CheckpointException(e);
      }
      requireFinite(tensor, read.floats());
      values.add(HostTensor.of(parameter, read.shape(), read.floats()));
    }
    return values;
  }

  private void requireFinite(String tensor, float[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      if (!Float.isFinite(numbers[i])) {
        throw new CheckpointException(
            file,
            String.format(
                "its tensor '%s' holds a number at index %d (from 0) that is %s as float32",
                tensor, i, numbers[i]),
            "give finite numbers of at most 3.4e38");
      }
    }
  }

  /** Closes the file. */
  @Override
  public void close() {
    close(reader);
  }

  private static void close(SafetensorsReader reader) {
    try {
      reader.close();
    } catch (SafetensorsException e) {
      throw new CheckpointException(e);
    }
  }
}
