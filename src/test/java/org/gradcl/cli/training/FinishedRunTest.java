package org.gradcl.cli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.gradcl.data.table.MissingValues;
import org.gradcl.device.DevicePolicy;
import org.gradcl.train.Fit;
import org.gradcl.train.Trainer;
import org.gradcl.train.report.TrainingReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinishedRunTest {
  @TempDir private Path folder;

  /** The linear regression takes up to minutes, in which Ctrl-C had no effect for half a minute. */
  @Test
  void aRunThatIsToEndIsNotJudged() throws IOException {
    StringBuilder rows = new StringBuilder("a,b\n");
    for (int i = 0; i < 40; i++) {
      rows.append(i % 7).append(',').append(i % 5).append('\n');
    }
    Path table = Files.writeString(folder.resolve("table.csv"), rows);
    DataChoice data =
        new DataChoice(
            table.toString(),
            List.of("b"),
            List.of(),
            List.of(),
            MissingValues.REFUSE,
            SplitChoice.USUAL);
    Problem problem = Problems.read(data, Path.of(""));
    Settings settings = Settings.defaultsFor(problem);
    Training training = new Training(problem, data, settings.model().step(problem), settings.fit());
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    try (Trainer trainer =
        Trainer.builder()
            .model(training.step().model())
            .objective(training.step().objective())
            .optimizer(training.step().optimizer())
            .device(DevicePolicy.jvm())
            .build()) {
      TrainingReport report =
          trainer.fit(problem.samples(problem.split().training()), Fit.epochs(1));
      FinishedRun run = new FinishedRun(training, trainer, report, new RunFolder(folder));
      assertThatThrownBy(() -> run.write(out, Display.NONE, () -> true))
          .isInstanceOf(CancellationException.class);
      assertThat(folder.resolve("model.safetensors")).exists();
      assertThat(folder.resolve("run.json")).doesNotExist();
      assertThat(text.toString()).isEmpty();
      run.write(out, Display.NONE, () -> false);
      assertThat(folder.resolve("run.json")).exists();
    }
  }
}
