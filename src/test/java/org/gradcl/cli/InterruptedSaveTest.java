package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that is to end, and whose checkpoint can't be written, says so before it ends. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class InterruptedSaveTest {
  private static final int ENDED_BY_SIGTERM = 128 + 15;

  @TempDir private Path folder;

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whyTheCheckpointCouldNotBeWrittenIsSaid() throws Exception {
    Path run = folder.resolve("run");
    Path errors = folder.resolve("errors");
    // An epoch of this size lasts for seconds, so that nothing is written before the end.
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            Main.class.getName(),
            "train",
            "--device=jvm",
            "--layers=2048 relu, 2048 relu",
            "--out=" + run);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.redirectError(errors.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try {
      while (process.isAlive() && !Files.exists(run.resolve("metrics.csv"))) {
        Thread.onSpinWait();
      }
      Files.delete(run.resolve("metrics.csv"));
      Files.delete(run);
      Files.createFile(run);
      process.destroy();
      assertThat(process.waitFor()).isEqualTo(ENDED_BY_SIGTERM);
    } finally {
      process.destroyForcibly();
    }
    assertThat(errors)
        .content()
        .as("the file or, where the fit had not begun, its folder")
        .contains("gradcl: " + run)
        .doesNotContain("\tat ");
  }
}
