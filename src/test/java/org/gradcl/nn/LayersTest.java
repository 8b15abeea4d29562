package org.gradcl.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.testing.Documentation;
import org.gradcl.testing.JavaSnippets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue of layers beside its page. */
class LayersTest {
  private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\| (`[^|]+) \\|.*");

  /** The Java of each row on the page, by its text form. */
  private static Map<String, String> rows() {
    Map<String, String> rows = new LinkedHashMap<>();
    Documentation.page("layers.md")
        .lines()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .forEach(row -> rows.put(row.group(1), row.group(2)));
    return rows;
  }

  /** The text forms on the page. */
  static List<String> documented() {
    return List.copyOf(rows().keySet());
  }

  @Test
  void theJavaOfEachRowIsTheLayerOfItsText(@TempDir Path folder) throws IOException {
    Map<String, String> bodies = new LinkedHashMap<>();
    Map<String, String> texts = new LinkedHashMap<>();
    rows()
        .forEach(
            (text, java) -> {
              String name = "Row" + texts.size();
              texts.put(name, text);
              // Several ways to make one are separated by commas between the marks of code.
              String layers = java.replace("`", "").replaceAll("\\b(RELU)\\b", "Activations.$1");
              bodies.put(name, "return List.of(" + layers + ");");
            });
    try (JavaSnippets snippets = JavaSnippets.compile(bodies, folder)) {
      texts.forEach(
          (name, text) ->
              assertThat(((List<?>) snippets.run(name)).get(0))
                  .as(text)
                  .isEqualTo(Layers.named(text)));
    }
  }

  @Test
  void everyLayerHasItsRow() {
    Set<String> words =
        documented().stream()
            .map(text -> text.split(" ")[0])
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(words).containsAll(Layers.names());
  }

  @ParameterizedTest
  @MethodSource("documented")
  void whatThePageSaysIsRead(String text) {
    Layer layer = Layers.named(text);
    assertThat(Layers.named(layer.describe())).isEqualTo(layer);
    assertThat(layer.describe().split(" ")[0]).isEqualTo(text.split(" ")[0]);
  }

  @Test
  void outputPaddingAndPaddingAreWholeNumbers() {
    Layer uneven = ConvTranspose2d.of(2, 3).stride(2).outputPadding(1, 0);
    assertThat(uneven.describe())
        .isEqualTo("conv_transpose 2 3x3 identity stride=2 output_padding=1x0");
    assertThat(Layers.named(uneven.describe())).isEqualTo(uneven);
    assertThatThrownBy(() -> Layers.named("conv_transpose 2 3x3 output_padding=0.5"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("one whole number is expected, or 2 as in 3x3, found '0.5'");
    assertThatThrownBy(() -> ConvTranspose2d.of(2, 3).outputPadding(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two numbers of at least 0, found [-1, -1]");
    assertThatThrownBy(() -> Layers.named("embedding 5 2 padding=1.5"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("one whole number is expected, found '1.5'");
    assertThatThrownBy(() -> Layers.named("embedding 5 2 padding=-1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Padding is one of the classes 0 to 4, found -1");
  }

  @Test
  void wordsAndSettingsMayBeMixed() {
    assertThat(Layers.named("conv 16 3x3 padding=1 relu"))
        .isEqualTo(Conv2d.of(16, 3).padding(1).activation(Activations.RELU));
    assertThat(Layers.list("conv 4 3x3 relu, flatten, 64 leaky relu slope=0.2"))
        .containsExactly(
            Conv2d.of(4, 3).activation(Activations.RELU),
            new Flatten(),
            Dense.to(64, Activations.leakyRelu(0.2)));
    assertThat(Layers.list(" ")).isEmpty();
    assertThatThrownBy(() -> Layers.list("64 relu, ,"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("No layer is named ''");
    assertThatThrownBy(() -> Layers.named("conv 16 3x3x3"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("found '3x3x3'");
  }
}
