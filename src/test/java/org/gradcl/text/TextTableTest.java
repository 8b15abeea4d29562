package org.gradcl.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void textGoesLeftAndNumbersRight() {
    StringWriter text = new StringWriter();
    new TextTable("what", "RMSE")
        .row("the mean", "3,991.6 dollars")
        .row("network", "587.2 dollars")
        .print(new PrintWriter(text));
    assertThat(text.toString().lines())
        .containsExactly(
            "  what                 RMSE",
            "  the mean  3,991.6 dollars",
            "  network     587.2 dollars");
  }

  @Test
  void aCellStaysInItsLine() {
    StringWriter text = new StringWriter();
    new TextTable("a\nb", "c").row("new\r\nline\u2028", "\u001b[2J").print(new PrintWriter(text));
    assertThat(text.toString().lines())
        .containsExactly("  a·b         c", "  new··line·  U+001B[2J");
  }

  @Test
  void aRowOfOtherLengthIsRefused() {
    assertThatThrownBy(() -> new TextTable("a", "b").row("1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 cells")
        .hasMessageContaining("[1]");
  }
}
