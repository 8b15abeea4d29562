package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.device.DevicePolicy;
import org.gradcl.graph.InputSpec;
import org.gradcl.io.TensorMapping;
import org.gradcl.loss.Objective;
import org.gradcl.nn.Model;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.JavaSnippets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The page {@code docs/from-pytorch.md}: its Java is compiled and run here, its Python was run by
 * the script beside the files that are loaded.
 */
class FromPyTorchPageTest {
  private static final String PAGE = "from-pytorch.md";
  private static final String LOADING = "Loading a `state_dict`";
  private static final String OUTPUTS = "9. Several outputs and losses";

  @TempDir static Path folder;
  private static JavaSnippets snippets;

  @BeforeAll
  static void compile() throws IOException {
    Map<String, List<String>> page = JavaSnippets.on(PAGE, "java");
    Map<String, String> bodies = new LinkedHashMap<>();
    models()
        .forEach(
            heading ->
                bodies.put(
                    className(heading),
                    page.get(heading).get(0) + "return new Object[] {model, mapping};"));
    bodies.put(
        "Loading",
        """
        Model model = (Model) given[0];
        TensorMapping mapping = (TensorMapping) given[1];
        Path file = (Path) given[2];
        ArrayDataSet data = (ArrayDataSet) given[3];
        Path folder = (Path) given[4];
        """
            + page.get(LOADING).get(0)
            + "return null;");
    bodies.put("TwoLosses", page.get(OUTPUTS).get(1) + "return objective;");
    assertThat(page.values().stream().mapToInt(List::size).sum())
        .as("every piece of the page is compiled")
        .isEqualTo(bodies.size());
    snippets = JavaSnippets.compile(bodies, folder);
  }

  @AfterAll
  static void close() throws IOException {
    snippets.close();
  }

  /** The headings with a number. */
  static Stream<String> models() {
    return JavaSnippets.on(PAGE, "python").keySet().stream().sorted();
  }

  private static String className(String heading) {
    return "Model" + heading.substring(0, heading.indexOf('.'));
  }

  private static PyTorchExample example(String heading) throws IOException {
    String name = heading.toLowerCase(Locale.ROOT).replace(".", "").replace(' ', '-');
    return PyTorchExample.read(name);
  }

  @Test
  void thereAreTenModels() {
    assertThat(models()).hasSize(10);
  }

  @ParameterizedTest
  @MethodSource("models")
  void bothModelsAreTheSame(String heading) throws IOException {
    Object[] pair = (Object[]) snippets.run(className(heading));
    example(heading).requireSame((Model) pair[0], (TensorMapping) pair[1]);
  }

  @Test
  void aLoadedModelIsTrainedAndSaved() throws IOException {
    String heading = "1. Dense classifier";
    Object[] pair = (Object[]) snippets.run(className(heading));
    PyTorchExample example = example(heading);
    ArrayDataSet data = example.inputs().withIndices("target", Shape.scalar(), new int[] {1, 2, 3});
    snippets.run("Loading", pair[0], pair[1], example.stateDict(), data, folder);
    try (Predictor saved = Predictor.load(folder.resolve("model.gradcl"), DevicePolicy.jvm())) {
      assertThat(saved.model()).isEqualTo(pair[0]);
    }
  }

  @Test
  void theLossOfSeveralOutputsIsOneOfTheModel() {
    Objective objective = (Objective) snippets.run("TwoLosses");
    Model model = (Model) ((Object[]) snippets.run(className(OUTPUTS)))[0];
    assertThat(objective.on(model.outputShapes()).inputs())
        .containsOnly(
            Map.entry("kind", InputSpec.indices(Shape.scalar(), 4)),
            Map.entry("place", InputSpec.of(Shape.of(2))));
  }
}
