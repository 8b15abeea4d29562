package org.gradcl.cli.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.gradcl.train.report.StepEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Ctrl-C at a terminal, which a test does not have: {@code script} gives one to a process. */
@EnabledOnOs(OS.LINUX)
class TerminalSignalTest {
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final char CONTROL_C = 3;

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theBarLeavesControlCToJava() throws Exception {
    assumeThat(SCRIPT).isExecutable();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String command = "stty cols 80; exec '" + java + "' " + TerminalSignalTest.class.getName();
    ProcessBuilder builder =
        new ProcessBuilder(SCRIPT.toString(), "--quiet", "--command", command, "/dev/null");
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.redirectErrorStream(true).start();
    StringBuilder shown = new StringBuilder();
    try (Reader output = process.inputReader(UTF_8);
        Writer keyboard = process.outputWriter()) {
      boolean pressed = false;
      for (int c = output.read(); c >= 0; c = output.read()) {
        shown.append((char) c);
        if (!pressed && shown.indexOf("epoch 1/4 ") >= 0) {
          keyboard.write(CONTROL_C);
          keyboard.flush();
          pressed = true;
        }
      }
    } finally {
      process.destroy();
    }
    assertThat(shown).contains("epoch 1/4 ", "shutdown hooks ran");
  }

  /** The other process: draws a bar until it is ended. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> System.out.println("shutdown hooks ran")));
    PrintWriter output = new PrintWriter(System.out, true, UTF_8);
    try (Progress progress = Display.ofProcess().progress(output, 4)) {
      progress.onStep(new StepEvent(1, 4, 7, 500, 1000, 0.5, 1), null);
      Thread.currentThread().join();
    }
  }
}
