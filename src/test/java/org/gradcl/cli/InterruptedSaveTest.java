package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.Writer;
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
    // The second checkpoint is due five seconds after the first, or when the process is to end.
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            Main.class.getName(),
            "train",
            "--device=jvm",
            "--data=" + SmallTable.write(folder),
            "--target=amount",
            "--validation=0",
            "--epochs=1000000",
            "--out=" + run);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.redirectError(errors.toFile()).start();
    try (BufferedReader output = process.inputReader()) {
      assertThat(output.lines().anyMatch(line -> line.startsWith("epoch"))).isTrue();
      Files.move(run, folder.resolve("elsewhere"));
      Files.createFile(run);
      process.toHandle().destroy(); // Unlike process.destroy(), leaves its output to be read.
      output.transferTo(Writer.nullWriter()); // Or it would wait for room in the pipe.
      assertThat(process.waitFor()).isEqualTo(ENDED_BY_SIGTERM);
    } finally {
      process.destroyForcibly();
    }
    assertThat(errors)
        .content()
        .contains("gradcl: " + run.resolve("last.safetensors") + ": the file cannot be written")
        .doesNotContain("\tat ");
  }
}
