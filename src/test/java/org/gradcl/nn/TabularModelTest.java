package org.gradcl.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

class TabularModelTest {
  private static final EmbeddedColumn CUT = new EmbeddedColumn("cut", 6, 3);
  private static final EmbeddedColumn COLOR = new EmbeddedColumn("color; grade, 100 %", 8, 4);

  private static TabularModel model(int numbers, EmbeddedColumn... columns) {
    return new TabularModel(numbers, List.of(columns), Sequential.of(Dense.to(5), Dense.to(1)));
  }

  @Test
  void numbersAndVectorsAreReadTogether() {
    TabularModel model = model(6, CUT, COLOR);
    assertThat(model.inputs())
        .isEqualTo(
            Map.of(
                "input",
                InputSpec.of(Shape.of(6)),
                "cut",
                InputSpec.indices(Shape.scalar(), 6),
                COLOR.name(),
                InputSpec.indices(Shape.scalar(), 8)));
    assertThat(model.outputShapes()).isEqualTo(Map.of("prediction", Shape.of(1)));
    assertThat(model.parameters().stream().map(p -> p.name() + " " + p.shape()))
        .containsExactly(
            "embedding.cut.weight [6, 3]",
            "embedding." + COLOR.name() + ".weight [8, 4]",
            "layer.0.weight [5, 13]",
            "layer.0.bias [5]",
            "layer.1.weight [1, 5]",
            "layer.1.bias [1]");
  }

  @Test
  void aStrokeInAColumnsNameIsNoneInAParameters() {
    TabularModel model = model(2, new EmbeddedColumn("brand/type", 4, 2));
    assertThat(model.parameters().get(0).name()).isEqualTo("embedding.brand%2Ftype.weight");
    assertThat(model.inputs()).containsKey("brand/type");
  }

  @Test
  void categoriesAloneAreInputsEnough() {
    TabularModel model = model(0, CUT);
    assertThat(model.inputs().keySet()).containsExactly("cut");
    assertThat(model.parameters().get(1).shape()).isEqualTo(Shape.of(5, 3));
  }

  @Test
  void theVectorOfUnknownCategoriesIsZero() {
    HostTensor vectors = model(0, CUT).initialParameters(RandomKey.ofSeed(1)).get(0);
    assertThat(vectors.floats()).startsWith(0, 0, 0).hasSize(18);
    for (int i = 3; i < 18; i++) {
      assertThat(vectors.floats()[i]).isNotZero();
    }
  }

  @Test
  void theTextIsReadAgainWhateverAColumnIsCalled() {
    TabularModel model = model(6, CUT, COLOR, new EmbeddedColumn("größe", 3, 1));
    assertThat(model.describe())
        .isEqualTo(
            "numbers 6; embed cut 6 3; embed color%3B+grade%2C+100+%25 8 4; embed gr%C3%B6%C3%9Fe"
                + " 3 1; dense 5 identity; dense 1 identity");
    assertThat(Model.parse(model.describe())).isEqualTo(model);
    assertThat(Model.parse("dense 2 1 relu")).isEqualTo(Sequential.parse("dense 2 1 relu"));
  }

  @Test
  void aTextThatIsNoneIsRefusedWithTheForm() {
    for (String text :
        List.of(
            "numbers; dense 1 identity",
            "numbers six; embed cut 6 3; dense 1",
            "numbers 6; embed cut 6; dense 1",
            "numbers 6; embed cut 6 3 2; dense 1")) {
      assertThatThrownBy(() -> TabularModel.parse(text))
          .isInstanceOf(CatalogueException.class)
          .hasMessageContaining("numbers N; embed COLUMN INDICES WIDTH; …; layers")
          .hasMessageContaining("'" + text + "'");
    }
    assertThatThrownBy(() -> TabularModel.parse("numbers 6; dense 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0 and 6; without embedded columns use a Sequential");
    assertThatThrownBy(() -> Model.parse("numbers 6; embed cut 6 3"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void inputsOfOneNameAreRefused() {
    for (String name : List.of("cut", "input")) {
      assertThatThrownBy(() -> model(6, CUT, new EmbeddedColumn(name, 2, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("called '" + name + "'; rename one");
    }
  }

  @Test
  void layersThatReadAnotherWidthSaySo() {
    TabularModel model = new TabularModel(6, List.of(CUT), Sequential.of(Dense.of(10, 1)));
    assertThatThrownBy(model::parameters)
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("layer.0")
        .hasMessageContaining("[9]");
  }

  @Test
  void theUsualWidthIsHalfTheCategoriesAndAtMostFifty() {
    assertThat(List.of(1, 2, 5, 7, 8, 99, 100, 5000).stream().map(EmbeddedColumn::usualWidth))
        .containsExactly(1, 1, 3, 4, 4, 50, 50, 50);
  }

  @Test
  void columnsWithoutNameOrWidthAreRefused() {
    assertThatThrownBy(() -> new EmbeddedColumn("cut", 6, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The embedding of the column 'cut' is at least 1 number wide, found 0");
    assertThatThrownBy(() -> new EmbeddedColumn(" ", 6, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs a name");
  }
}
