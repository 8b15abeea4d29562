package org.gradcl.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class BaselineProgressTest {
  private final StringWriter text = new StringWriter();
  private long nanos = 7;

  private BaselineProgress progress(Display display) {
    return new BaselineProgress(new PrintWriter(text), display, () -> nanos);
  }

  private void after(double seconds, BaselineProgress progress, double share) {
    nanos = 7 + (long) (seconds * 1e9);
    progress.accept(share);
  }

  @Test
  void whatTakesLessThanTwoSecondsIsSilent() {
    for (Display display : Display.values()) {
      try (BaselineProgress progress = progress(display)) {
        after(1.9, progress, 0.5);
        after(2.5, progress, 1);
      }
    }
    assertThat(text.toString()).isEmpty();
  }

  @Test
  void elseThereIsALineEveryTenSeconds() {
    try (BaselineProgress progress = progress(Display.LINES)) {
      after(2, progress, 0.1);
      after(11.9, progress, 0.4);
      after(12, progress, 0.4999);
    }
    assertThat(text.toString().lines())
        .containsExactly(
            "linear regression to compare with  10%  18 s left",
            "linear regression to compare with  49%  12 s left");
  }

  @Test
  void onATerminalItIsOneLineThatGoes() {
    try (BaselineProgress progress = progress(Display.BAR)) {
      after(2, progress, 0.1);
      after(2.4, progress, 0.2);
      after(4, progress, 0.8);
    }
    String line = "linear regression to compare with  10%  18 s left";
    assertThat(text.toString())
        .startsWith("\r" + line + "\rlinear regression to compare with  80%  1")
        .endsWith(" \r")
        .doesNotContain("\n", "20%");
  }
}
