package org.gradcl.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.testing.Documentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue of layers beside its page. */
class LayersTest {
  private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\| `.*");

  /** The text forms on the page. */
  static List<String> documented() {
    return Documentation.page("layers.md")
        .lines()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .toList();
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
