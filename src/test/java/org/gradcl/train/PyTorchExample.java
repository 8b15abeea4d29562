package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.graph.Role;
import org.gradcl.io.SafetensorsReader;
import org.gradcl.io.TensorMapping;
import org.gradcl.loss.LossTerm;
import org.gradcl.loss.Losses;
import org.gradcl.loss.Objective;
import org.gradcl.nn.Model;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.DataType;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.train.report.LoadReport;

/**
 * A model of PyTorch with what it makes of some samples; see the page beside the files.
 *
 * @param stateDict its file of parameters
 * @param tensors {@code input.…}, {@code output.…} and the number of learnt {@code parameters}
 */
record PyTorchExample(Path stateDict, Map<String, HostTensor> tensors) {
  private static final Path FOLDER = Path.of("src/test/resources/org/gradcl/pytorch");
  private static final String INPUT = "input.";
  private static final String OUTPUT = "output.";

  PyTorchExample {
    tensors = Map.copyOf(tensors);
  }

  static PyTorchExample read(String name) throws IOException {
    return new PyTorchExample(
        FOLDER.resolve(name + ".safetensors"),
        SafetensorsReader.readAll(FOLDER.resolve(name + ".example.safetensors")).tensors());
  }

  ArrayDataSet inputs() {
    ArrayDataSet data = null;
    for (HostTensor tensor : of(INPUT).values()) {
      String name = tensor.name().substring(INPUT.length());
      Shape shape = tensor.shape().sample();
      if (tensor.type() == DataType.INT32) {
        data =
            data == null
                ? ArrayDataSet.ofIndices(name, shape, tensor.ints())
                : data.withIndices(name, shape, tensor.ints());
      } else {
        data =
            data == null
                ? ArrayDataSet.ofArray(name, shape, tensor.floats())
                : data.with(name, shape, tensor.floats());
      }
    }
    return data;
  }

  private SortedMap<String, HostTensor> of(String prefix) {
    SortedMap<String, HostTensor> found = new TreeMap<>(tensors);
    found.keySet().removeIf(name -> !name.startsWith(prefix));
    return found;
  }

  /** Loads the parameters and compares numbers of parameters and predictions, on the JVM engine. */
  void requireSame(Model model, TensorMapping mapping) {
    long learnt =
        model.parameters().stream()
            .filter(parameter -> parameter.role() == Role.PARAMETER)
            .mapToLong(parameter -> parameter.shape().elements())
            .sum();
    assertThat(learnt).isEqualTo(tensors.get("parameters").ints()[0]);
    LossTerm[] terms =
        model.outputShapes().keySet().stream()
            .map(
                output -> LossTerm.of(Losses.meanSquaredError()).on(output).against("of " + output))
            .toArray(LossTerm[]::new);
    try (Trainer trainer =
        Trainers.onJvm()
            .model(model)
            .objective(Objective.of(terms))
            .optimizer(Optimizers.sgd(1))
            .build()) {
      LoadReport report = trainer.parameters().load(stateDict, mapping);
      assertThat(report.isComplete()).isTrue();
      assertThat(report.loaded()).hasSameSizeAs(model.parameters());
      Map<String, HostTensor> outputs = trainer.outputs(inputs());
      Map<String, HostTensor> expected = of(OUTPUT);
      assertThat(outputs).hasSameSizeAs(expected);
      outputs.forEach((name, output) -> requireClose(name, output, expected.get(OUTPUT + name)));
    }
  }

  private static void requireClose(String name, HostTensor output, HostTensor expected) {
    assertThat(output.shape()).as(name).isEqualTo(expected.shape());
    float[] found = output.floats();
    float[] wanted = expected.floats();
    for (int i = 0; i < wanted.length; i++) {
      assertThat(Math.abs(found[i] - wanted[i])).as("%s[%d]", name, i).isLessThan(1e-5f);
    }
  }
}
