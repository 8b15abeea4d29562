package org.gradcl.cli.plot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.awt.AWTError;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.gradcl.testing.LogCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotsTest {
  @TempDir private Path folder;

  @Test
  void lossCurvesHaveTheirColours() {
    BufferedImage both = LossPlot.draw("t", new double[] {1, 0.1}, new double[] {0.9, 0.2});
    assertThat(count(both, PlotStyle.BLUE)).isGreaterThan(500);
    assertThat(count(both, PlotStyle.VERMILION)).isGreaterThan(500);
    BufferedImage one = LossPlot.draw("t", new double[] {1, 0.1}, new double[0]);
    assertThat(count(one, PlotStyle.VERMILION)).isZero();
  }

  @Test
  void aPictureWithoutAPlaceIsNoMatterOfFonts() throws IOException {
    Path place = Files.createDirectory(folder.resolve("loss.png"));
    try (LogCapture log = LogCapture.of(Plots.class)) {
      assertThat(
              new Plots().write(place, () -> LossPlot.draw("t", new double[] {1}, new double[0])))
          .isFalse();
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .contains(place + " can't be written", "no regular file", "disk")
          .doesNotContain("fonts");
    }
  }

  @Test
  void aLogarithmicAxisHasNoMoreLabelsThanThereIsRoomFor() {
    double[] marks = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};
    assertThat(labels(marks, 0.9)).hasSize(10).contains("0.3", "0.7");
    assertThat(labels(marks, 1.5)).containsExactly("0.1", "0.2", "0.5", "1");
    assertThat(labels(marks, 8)).containsExactly("0.1", "1");
    assertThat(LossPlot.label(-0.3, 0)).isEqualTo("-0.3");
  }

  private static List<String> labels(double[] marks, double decades) {
    return Arrays.stream(marks)
        .mapToObj(mark -> LossPlot.label(mark, decades))
        .filter(label -> !label.isEmpty())
        .toList();
  }

  @Test
  void lossesThatAreNotPositiveAreDrawnToo() {
    BufferedImage image = LossPlot.draw("t", new double[] {0.5, 0, -0.5}, new double[0]);
    assertThat(count(image, PlotStyle.BLUE)).isGreaterThan(500);
  }

  /** A validation loss beyond float32 must not take all pictures with it. */
  @Test
  void aLossThatIsNotFiniteIsAGap() {
    double infinite = Double.POSITIVE_INFINITY;
    BufferedImage image =
        LossPlot.draw("t", new double[] {1, 0.5, 0.1}, new double[] {infinite, 0.5, 0.2});
    assertThat(count(image, PlotStyle.BLUE)).isGreaterThan(500);
    assertThat(count(image, PlotStyle.VERMILION)).isGreaterThan(500);
    BufferedImage none = LossPlot.draw("t", new double[] {1}, new double[] {Double.NaN});
    assertThat(count(none, PlotStyle.VERMILION)).isZero();
  }

  /** The values of 32 targets row by row: every second one would be of 16 of them alone. */
  @Test
  void predictionsBeyondTheMostDotsAreAChoiceFromAllTargets() {
    int count = 2 * PredictionPlot.MOST_DOTS;
    int[] shown = PredictionPlot.shown(count);
    assertThat(shown).hasSize(PredictionPlot.MOST_DOTS).doesNotHaveDuplicates().isSorted();
    assertThat(shown[shown.length - 1]).isLessThan(count);
    int[] ofTarget = new int[32];
    Arrays.stream(shown).forEach(i -> ofTarget[i % 32]++);
    // A third of what there is of each: 312 of 625 are to be expected, with a deviation of 12.
    assertThat(Arrays.stream(ofTarget).min().getAsInt()).isGreaterThan(208);
    assertThat(PredictionPlot.shown(count)).isEqualTo(shown);
    assertThat(PredictionPlot.legend(count, "values"))
        .isEqualTo("10,000 of 20,000 held-out values");
    assertThat(PredictionPlot.shown(2)).containsExactly(0, 1);
    assertThat(PredictionPlot.legend(2, "rows")).isEqualTo("2 held-out rows");
  }

  @Test
  void aPredictionPlotOfConstantsIsDrawn() {
    BufferedImage image =
        PredictionPlot.draw("t", "y", "", new double[] {3, 3}, new double[] {3, 3});
    assertThat(image.getWidth()).isEqualTo(image.getHeight());
  }

  /** In one cloud the small target would be a dot on the line of the large one. */
  @Test
  void eachTargetHasAPanelWithAxesOfItsOwn() {
    var large = new PredictionPanels.Panel("a", new double[] {1e6, 9e6}, new double[] {2e6, 8e6});
    var small = new PredictionPanels.Panel("b", new double[] {0, 0.1}, new double[] {0.03, 0.1});
    BufferedImage two = PredictionPanels.draw("t", List.of(large, small));
    int half = two.getWidth() / 2;
    BufferedImage left = two.getSubimage(0, 100, half, two.getHeight() - 100);
    BufferedImage right = two.getSubimage(half, 100, half, two.getHeight() - 100);
    assertThat(count(left, PlotStyle.VERMILION)).isGreaterThan(300);
    assertThat(count(right, PlotStyle.VERMILION)).isGreaterThan(300);
    BufferedImage four = PredictionPanels.draw("t", List.of(large, small, large, small));
    assertThat(four.getWidth()).isEqualTo(two.getWidth());
    assertThat(four.getHeight()).isGreaterThan(two.getHeight() + 400);
    BufferedImage nine = PredictionPanels.draw("t", Collections.nCopies(9, small));
    assertThat(nine.getWidth()).isGreaterThan(four.getWidth());
    assertThat(nine.getHeight()).isGreaterThan(four.getHeight());
  }

  @Test
  void completionsShowEveryPixel() {
    float[] ink = {0, 1, Float.NaN, 0.5f};
    List<float[]> pictures = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      pictures.add(ink);
    }
    BufferedImage image = CompletionPlot.draw("", 2, List.of(new CompletionPlot.Row("", pictures)));
    long pixel = 9 * 9;
    assertThat(count(image, Color.BLACK)).isEqualTo(12 * pixel);
    assertThat(count(image, new Color(128, 128, 128))).isEqualTo(12 * pixel);
    assertThat(count(image, CompletionPlot.MISSING)).isEqualTo(12 * pixel);
  }

  @Test
  void confusionIsBlueWhereRightAndVermilionWhereWrong() {
    BufferedImage image = ConfusionPlot.draw("t", List.of("a", "b"), new long[][] {{4, 0}, {5, 0}});
    assertThat(count(image, PlotStyle.BLUE)).isGreaterThan(1000);
    assertThat(count(image, PlotStyle.VERMILION)).isGreaterThan(1000);
  }

  @Test
  void aClassMayHaveADescriptionForItsName() {
    List<String> names = List.of("lorem\nipsum ".repeat(400), "b");
    BufferedImage image = ConfusionPlot.draw("t", names, new long[][] {{4, 0}, {5, 0}});
    assertThat(image.getWidth()).isBetween(420, 900);
  }

  @Test
  void widthsOfASweepHaveLinesOfTheirOwn() {
    double[] work = {1, 10, 100};
    SweepPlot.Line narrow =
        new SweepPlot.Line("a", work, new double[] {1, 2, 3}, new double[] {0.1, 0.2, 0.3});
    SweepPlot.Line wide =
        new SweepPlot.Line("b", work, new double[] {2, 4, 9}, new double[] {1, 2, 4});
    BufferedImage image = SweepPlot.draw("t", List.of(narrow, wide));
    assertThat(count(image, PlotStyle.BLUE)).isGreaterThan(500);
    assertThat(count(image, PlotStyle.VERMILION)).isGreaterThan(500);
  }

  @Test
  void aWrittenPictureCanBeRead() throws IOException {
    Path file = folder.resolve("loss.png");
    boolean written =
        new Plots().write(file, () -> LossPlot.draw("t", new double[] {1}, new double[0]));
    assertThat(written).isTrue();
    assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(PlotStyle.WIDTH);
  }

  @Test
  void whatCannotBeDrawnIsOneWarning() {
    try (LogCapture log = LogCapture.of(Plots.class)) {
      Plots plots = new Plots();
      assertThat(plots.write(folder.resolve("a.png"), PlotsTest::noFonts)).isFalse();
      assertThat(plots.write(folder.resolve("b.png"), PlotsTest::noFonts)).isFalse();
      assertThat(log.events()).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN);
      assertThat(log.warnings().get(0)).contains("a.png", "no fonts", "DejaVu");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatCannotBeEncodedLeavesNoFile() {
    Path file = folder.resolve("a.png");
    assertThat(new Plots().write(file, () -> null)).isFalse();
    assertThat(file).doesNotExist();
  }

  @Test
  void everyKindOfErrorIsAWarning() {
    for (Error error : List.of(new Error("No physical fonts found"), new OutOfMemoryError())) {
      Callable<BufferedImage> drawing =
          () -> {
            throw error;
          };
      assertThat(new Plots().write(folder.resolve("a.png"), drawing)).isFalse();
    }
  }

  @Test
  void theCureIsThatOfTheCause() {
    assertThat(warning(new AWTError("Can't connect to ':9' as the value of the DISPLAY variable.")))
        .contains("':9'", "leave out -Djava.awt.headless=false, since pictures need no display. ")
        .doesNotContain("fonts");
    assertThat(warning(new OutOfMemoryError("heap"))).contains("heap", "-Xmx8g. Everything else");
    assertThat(warning(new UnsatisfiedLinkError("libfreetype.so.6: cannot open")))
        .contains("libfreetype.so.6", "install the library that is missing")
        .doesNotContain("fonts");
    assertThat(warning(new Error("No physical fonts found")))
        .contains("are fonts installed (fontconfig and a font such as DejaVu)? Everything else");
  }

  private String warning(Error error) {
    try (LogCapture log = LogCapture.of(Plots.class)) {
      Callable<BufferedImage> drawing =
          () -> {
            throw error;
          };
      assertThat(new Plots().write(folder.resolve("a.png"), drawing)).isFalse();
      return log.warnings().get(0);
    }
  }

  /** Draws a picture in a process of its own. */
  static final class Draw {
    private Draw() {}

    public static void main(String[] arguments) {
      new Plots()
          .write(Path.of(arguments[0]), () -> LossPlot.draw("t", new double[] {1}, new double[0]));
    }
  }

  @Test
  void aDisplayThatDoesNotAnswerIsNotAsked() throws IOException, InterruptedException {
    Path file = folder.resolve("loss.png");
    ProcessBuilder process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Draw.class.getName(),
            file.toString());
    process.environment().put("DISPLAY", ":9999");
    process.redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile());
    assertThat(process.start().waitFor()).isZero();
    assertThat(file).exists();
  }

  private static BufferedImage noFonts() {
    throw new InternalError("no fonts");
  }

  private static long count(BufferedImage image, Color color) {
    long count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        count += image.getRGB(x, y) == color.getRGB() ? 1 : 0;
      }
    }
    return count;
  }
}
