package org.gradcl.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import me.tongfei.progressbar.ProgressBarConsumer;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.StepEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProgressTest {
  /** Keeps what is drawn. */
  private static final class Screen implements ProgressBarConsumer {
    final List<String> lines = new CopyOnWriteArrayList<>();
    private volatile int width;

    Screen(int width) {
      this.width = width;
    }

    @Override
    public int getMaxRenderedLength() {
      return width;
    }

    @Override
    public void accept(String line) {
      lines.add(line);
    }

    @Override
    public void close() {}

    /** Without the blanks that cover the line before. */
    String last() {
      return lines.get(lines.size() - 1).stripTrailing();
    }

    /** What stands on a terminal that has drawn every line over the one before. */
    String shown() {
      String shown = "";
      for (String line : lines) {
        shown = line + (line.length() < shown.length() ? shown.substring(line.length()) : "");
      }
      return shown.stripTrailing();
    }
  }

  private static StepEvent event(int epoch, long samples, double loss, double seconds) {
    return new StepEvent(epoch, 4, 7, samples, 1000, loss, seconds);
  }

  private static EpochReport report(int epoch, Map<String, Double> metrics, double seconds) {
    return new EpochReport(
        epoch, 10L * epoch, 1000, 0.25, OptionalDouble.of(0.5), metrics, 0.01f, seconds);
  }

  @Test
  void theBarSaysHowFarAndHowLong() {
    Screen screen = new Screen(200);
    try (BarProgress bar = new BarProgress(screen)) {
      bar.onStep(event(1, 0, Double.NaN, 0), null);
      bar.onStep(event(1, 1000, 0.125, 1), null);
      bar.onEpoch(report(1, Map.of(), 1));
      bar.onStep(event(3, 0, 0.0625, 4), null);
    }
    assertThat(screen.last())
        .isEqualTo(
            "epoch 3/4 ████████████░░░░░░░░░░░░  50%  loss 0.06250  validation 0.50000"
                + "  500 samples/s  4.0 s left");
  }

  @Test
  void aResumedRunsRateIsThatOfThisProcess() {
    Screen screen = new Screen(200);
    try (BarProgress bar = new BarProgress(screen)) {
      bar.onStep(event(3, 0, Double.NaN, 1000), null);
      bar.onStep(event(3, 500, 0.5, 1001), null);
    }
    assertThat(screen.last()).contains(" 62%", "500 samples/s  3.0 s left");
  }

  @Test
  void beforeTheFirstLossThereIsNone() {
    Screen screen = new Screen(200);
    try (BarProgress bar = new BarProgress(screen)) {
      bar.onStep(event(1, 32, Double.NaN, 0), null);
    }
    assertThat(screen.last()).contains("loss –  – samples/s  – left").doesNotContain("NaN");
  }

  /** It said "58 s leftleft" when the seconds left had become fewer digits. */
  @Test
  @Timeout(60)
  void aShortLineCoversTheLongOneBefore() {
    Screen screen = new Screen(200);
    try (BarProgress bar = new BarProgress(screen)) {
      bar.onStep(event(1, 0, Double.NaN, 0), null);
      bar.onStep(event(1, 1, 0.5, 100), null);
      while (screen.lines.stream().noneMatch(line -> line.contains(" h left"))) {
        Thread.onSpinWait();
      }
      bar.onStep(event(4, 999, 0.5, 101), null);
    }
    assertThat(screen.shown()).endsWith(" 0.0 s left").isEqualTo(screen.last());
  }

  @Test
  @Timeout(60)
  void aTerminalThatGrowsIsCoveredAsAWhole() {
    Screen screen = new Screen(30);
    try (BarProgress bar = new BarProgress(screen)) {
      bar.onStep(event(1, 500, 0.5, 1), null);
      while (screen.lines.stream().noneMatch(line -> line.startsWith("epoch"))) {
        Thread.onSpinWait();
      }
      screen.width = 150;
      while (screen.lines.stream().noneMatch(line -> line.contains("samples/s"))) {
        Thread.onSpinWait();
      }
    }
    assertThat(screen.lines).anyMatch(line -> line.length() == 150);
  }

  @Test
  void aNarrowTerminalGetsAShortLine() {
    Screen screen = new Screen(40);
    try (BarProgress bar = new BarProgress(screen)) {
      bar.onStep(event(2, 500, 0.125, 1), null);
    }
    assertThat(screen.last()).hasSize(40).startsWith("epoch 2/4 ");
  }

  /** A loss of 0.0 because there was no room for the rest of it would be a wrong one. */
  @Test
  void noFigureIsCutShort() {
    List<String> figures =
        List.of(" loss 0.12500", " 0.50000", " 214,350 samples/s", " 1:26:36 h left", " 13%");
    for (int width = 20; width < 120; width++) {
      Screen screen = new Screen(width);
      try (BarProgress bar = new BarProgress(screen)) {
        bar.onStep(new StepEvent(128, 1000, 0, 0, 1_281_000, Double.NaN, 0), null);
        bar.onEpoch(report(127, Map.of(), 1));
        bar.onStep(new StepEvent(131, 1000, 7, 640_500, 1_281_000, 0.125, 20.9167), null);
      }
      String rest = screen.last().replaceAll("epoch 131/1000( [█░]+)? ", " ");
      for (String figure : figures) {
        rest = rest.replace(figure, "");
      }
      assertThat(rest.strip()).as("%d columns", width).isIn("", "val", "validation");
      assertThat(screen.last()).hasSizeLessThanOrEqualTo(width);
    }
  }

  @Test
  void linesHaveARateOfTheirEpoch() {
    StringWriter text = new StringWriter();
    LineProgress lines = new LineProgress(new PrintWriter(text), 10);
    lines.onEpoch(report(1, Map.of(), 2));
    lines.onEpoch(report(2, Map.of("accuracy", 0.75), 2.5));
    assertThat(text.toString().lines())
        .containsExactly(
            "epoch  1/10  loss 0.25000  validation loss 0.50000  500 samples/s  2.0 s",
            "epoch  2/10  loss 0.25000  validation loss 0.50000  validation accuracy 0.7500"
                + "  2,000 samples/s  2.5 s");
  }

  @Test
  void aRunResumedInMidEpochHasNoRateForIt() {
    StringWriter text = new StringWriter();
    new LineProgress(new PrintWriter(text), 10).onEpoch(report(3, Map.of(), 700));
    assertThat(text.toString()).contains("0.50000  11:40 min").doesNotContain("samples/s");
  }

  @Test
  void aTerminalOfEightyColumnsShowsAllFigures() {
    Screen screen = new Screen(80);
    try (BarProgress bar = new BarProgress(screen)) {
      bar.onStep(new StepEvent(1, 20, 1, 0, 43152, Double.NaN, 0), null);
      bar.onEpoch(report(1, Map.of(), 1));
      bar.onStep(new StepEvent(12, 20, 4000, 20000, 43152, 0.01047, 2), null);
    }
    assertThat(screen.last())
        .startsWith("epoch 12/20 █")
        .contains("% ", "loss 0.01047", "val 0.50000", "247,336 samples/s")
        .endsWith(" left")
        .hasSizeLessThanOrEqualTo(80);
  }
}
