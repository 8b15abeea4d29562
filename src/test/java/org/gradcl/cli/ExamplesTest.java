package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two examples with their own data; settings are the defaults but for the epochs. */
class ExamplesTest {
  @TempDir private Path folder;

  private Object train(String... arguments) throws IOException {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return JsonFile.read(folder.resolve("run.json"));
  }

  private static double rmse(Object json, String of) {
    return (double) JsonFile.get(json, "testRmse", of);
  }

  @Test
  void diamondsOnTheJvmEngine() throws IOException {
    Object json = train("train", "--device", "jvm", "--out", folder.toString());
    diamonds(json, "jvm");
  }

  @Test
  @RequiresOpenCl
  void diamondsOnOpenCl() throws IOException {
    Object json = train("train", "--device", "opencl", "--out", folder.toString());
    diamonds(json, "opencl");
  }

  /** One seed; five of them have their median at most 580. */
  private static void diamonds(Object json, String engine) {
    assertThat(JsonFile.get(json, "device", "engine")).isEqualTo(engine);
    assertThat(rmse(json, "mean")).isCloseTo(3991.6, within(0.05));
    assertThat(rmse(json, "linear")).isCloseTo(1138.9, within(0.05));
    assertThat(rmse(json, "network")).isBetween(500.0, 580.0);
    assertThat(JsonFile.get(json, "launchesPerStep")).isEqualTo(10.0);
    assertThat(JsonFile.get(json, "steps")).isEqualTo(6760.0);
    assertThat(JsonFile.get(json, "configuration", "target")).isEqualTo(List.of("price"));
  }

  @Test
  void digitsAreCompleted() throws IOException {
    Object json =
        train(
            "train",
            "--data",
            "digits",
            "--device",
            "jvm",
            "--epochs",
            "15",
            "--out",
            folder.toString());
    assertThat(JsonFile.get(json, "configuration", "rows"))
        .isEqualTo(Map.of("training", 1295.0, "validation", 143.0, "test", 359.0));
    assertThat(JsonFile.get(json, "configuration", "validation"))
        .as("the flag's share, which an example does not have")
        .isNull();
    assertThat(rmse(json, "mean")).isCloseTo(4.46, within(0.005));
    assertThat(rmse(json, "linear")).isBetween(3.6, 3.75);
    assertThat(rmse(json, "network")).isLessThan(3.5);
    BufferedImage completions = ImageIO.read(folder.resolve("completions.png").toFile());
    assertThat(completions.getWidth()).isGreaterThan(900);
    assertThat(completions.getHeight()).isGreaterThan(600);
  }
}
