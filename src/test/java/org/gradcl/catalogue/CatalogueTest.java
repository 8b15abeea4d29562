package org.gradcl.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private enum Size {
    VERY_SMALL,
    LARGE
  }

  private static final Catalogue<String> FRUIT =
      Catalogue.<String>of("fruit")
          .with("apple", s -> "apple of " + s.number("weight", 150))
          .with(
              "red_currant",
              s -> "red currant, " + s.flag("ripe", true) + ", " + s.choice("size", Size.LARGE));

  @Test
  void wordsMayBeJoinedInThreeWays() {
    assertThat(FRUIT.parse("red currant")).isEqualTo("red currant, true, LARGE");
    assertThat(FRUIT.parse(" Red-Currant  ripe=FALSE size=very-small"))
        .isEqualTo("red currant, false, VERY_SMALL");
    assertThat(FRUIT.parse("red_currant")).isEqualTo(FRUIT.all().get(1));
    assertThat(FRUIT.names()).containsExactly("apple", "red_currant");
  }

  @Test
  void anUnknownNameListsTheKnown() {
    assertThatThrownBy(() -> FRUIT.parse("pear"))
        .isInstanceOf(CatalogueException.class)
        .hasMessage("No fruit is named 'pear'; known are apple, red_currant");
    assertThatThrownBy(() -> FRUIT.parse("  "))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("known are apple");
  }

  @Test
  void anUnknownSettingListsTheKnown() {
    assertThatThrownBy(() -> FRUIT.parse("apple wieght=3"))
        .isInstanceOf(CatalogueException.class)
        .hasMessage("'apple wieght=3' has no setting 'wieght'; known are weight");
  }

  @Test
  void aWrongValueIsNamed() {
    assertThatThrownBy(() -> FRUIT.parse("apple weight=heavy"))
        .hasMessage("In 'apple weight=heavy' a finite number is expected, found 'heavy'");
    assertThatThrownBy(() -> FRUIT.parse("apple weight=NaN")).hasMessageContaining("finite number");
    assertThatThrownBy(() -> FRUIT.parse("red currant ripe=yes")).hasMessageContaining("'yes'");
    assertThatThrownBy(() -> FRUIT.parse("red currant size=huge"))
        .hasMessageContaining("[very_small, large]");
    assertThatThrownBy(() -> FRUIT.parse("apple weight=1 weight=2")).hasMessageContaining("twice");
    assertThatThrownBy(() -> FRUIT.parse("apple weight=1 pie"))
        .hasMessageContaining("'pie' follows a setting");
  }

  @Test
  void wholeNumbersAreWhole() {
    Description description = Description.parse("x");
    assertThat(description.count("64")).isEqualTo(64);
    for (String wrong : new String[] {"0", "-1", "1.5", "1e10", ""}) {
      assertThatThrownBy(() -> description.count(wrong))
          .as(wrong)
          .isInstanceOf(CatalogueException.class);
    }
  }

  @SeededCases
  void numbersReadBackAsTheyWereWritten(Draw draw) {
    double number = draw.anyDouble();
    String text = Description.format(number);
    assertThat(Description.parse("x n=" + text).number("n", 7)).isEqualTo(number + 0.0);
  }
}
