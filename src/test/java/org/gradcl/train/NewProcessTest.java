package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StepEvent;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training 2N steps is training N, saving, and training N in a new process. */
class NewProcessTest {
  private static final ArrayDataSet DATA = Trainers.curve(90, 1);

  @TempDir Path folder;

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("engines")
  void aNewProcessGivesTheSameBits(EngineUnderTest engine) throws Exception {
    Path middle = folder.resolve("middle.safetensors");
    Path end = folder.resolve("end.safetensors");
    Trainers.State whole;
    try (Trainer trainer = Trainers.eventful(engine)) {
      // Three epochs of six steps, 2N = 18, the last of each with 10 samples; N = 9 is mid-epoch.
      trainer.fit(
          DATA, Fit.epochs(3).batchSize(16).shuffle().listener(new SaveAt(trainer, 9, middle)));
      whole = Trainers.state(trainer);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.add("--enable-native-access=ALL-UNNAMED");
    for (String property : List.of("gradcl.tests.opencl", "gradcl.tests.opencl.device")) {
      if (System.getProperty(property) != null) {
        command.add("-D" + property + "=" + System.getProperty(property));
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    // By its number, since a name has letters that a process in the C locale is not given.
    int number = engines().map(EngineUnderTest::name).toList().indexOf(engine.name());
    command.addAll(List.of(NewProcessTest.class.getName(), "" + number, "" + middle, "" + end));
    File log = folder.resolve("log").toFile();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(() -> read(log)).isZero();
    try (Trainer trainer = Trainers.on(Checkpoint.load(end).trainer(), engine).build()) {
      assertThat(Trainers.state(trainer)).isEqualTo(whole);
    }
  }

  private static String read(File file) {
    try {
      return Files.readString(file.toPath(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private record SaveAt(Trainer trainer, int step, Path file) implements Listener {
    @Override
    public void onStep(StepEvent event, FitControl control) {
      if (event.step() == step) {
        trainer.save(file);
      }
    }
  }

  /**
   * The other process: an engine's number, the checkpoint to resume, and where to leave the end.
   */
  public static void main(String[] arguments) {
    EngineUnderTest engine = engines().toList().get(Integer.parseInt(arguments[0]));
    Checkpoint checkpoint = Checkpoint.load(Path.of(arguments[1]));
    try (Trainer trainer = Trainers.restored(checkpoint, engine)) {
      trainer.fit(DATA, Fit.resume(checkpoint));
      trainer.save(Path.of(arguments[2]));
    }
  }
}
