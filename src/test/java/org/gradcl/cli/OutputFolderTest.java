package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not ours is neither deleted nor replaced by a run. */
class OutputFolderTest {
  @TempDir private Path folder;
  private Path table;
  private Path out;

  @BeforeEach
  void writeTable() throws IOException {
    table = SmallTable.write(folder);
    out = folder.resolve("run");
  }

  private CommandRun train(Path data, Path to, String... more) {
    return CommandRun.onJvm(
        "train",
        "--data",
        data,
        "--target",
        "amount",
        "--epochs",
        "1",
        "--quiet",
        "--out",
        to,
        more);
  }

  private String refusal(CommandRun run) {
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("gradcl: ").hasLineCount(1).doesNotContain("Exception");
    return run.err();
  }

  private Path run() {
    assertThat(train(table, out)).isEqualTo(new CommandRun(0, "", ""));
    return out;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metrics.csv",
        "last.safetensors",
        "best.safetensors",
        "model.safetensors",
        "run.json",
        "loss.png",
        "notes.txt",
        "folder/file"
      })
  void aFileThatIsNoRunsIsNamedAndKept(String name) throws IOException {
    Path file = out.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{}");
    assertThat(refusal(train(table, out)))
        .contains(
            "The folder " + out + " can't be this run's: it holds ",
            name.replace("/file", "/") + ", which no run of 'gradcl train' left there",
            "--out");
    assertThat(file).hasContent("{}");
  }

  @Test
  void ofManyFilesSomeAreNamed() throws IOException {
    Files.createDirectories(out);
    for (char c = 'a'; c <= 'g'; c++) {
      Files.createFile(out.resolve(c + ".txt"));
    }
    assertThat(refusal(train(table, out)))
        .contains("it holds a.txt, b.txt, c.txt, d.txt, e.txt and 2 more, which");
  }

  @Test
  void theFolderOfTheDataIsRefusedWhateverTheDatasName() throws IOException {
    Files.createDirectories(out);
    Path data = Files.copy(table, out.resolve("metrics.csv"));
    assertThat(refusal(train(data, out))).contains("it holds metrics.csv, which");
    assertThat(data).hasSameBinaryContentAs(table);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "symbolic links need a right of their own")
  void aLinkToTheFolderOfTheDataIsRefused() throws IOException {
    Files.createDirectories(out);
    Path data = Files.copy(table, out.resolve("metrics.csv"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), out);
    assertThat(refusal(train(data, link))).contains("it holds metrics.csv, which");
    assertThat(data).hasSameBinaryContentAs(table);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "symbolic links need a right of their own")
  void aLinkInTheFolderIsRefused() throws IOException {
    Path metrics = run().resolve("metrics.csv");
    Path elsewhere = Files.move(metrics, folder.resolve("elsewhere.csv"));
    Files.createSymbolicLink(metrics, elsewhere);
    assertThat(refusal(train(table, out))).contains("it holds metrics.csv, which");
    assertThat(elsewhere).exists();
  }

  @Test
  void theDataAsTheFolderIsRefused() throws IOException {
    byte[] before = Files.readAllBytes(table);
    assertThat(refusal(train(table, table))).contains("but that is a file", "--out");
    assertThat(table).hasBinaryContent(before);
  }

  /** Runs a command in the first step of a run that writes to the folder. */
  private CommandRun during(Supplier<CommandRun> second) {
    List<CommandRun> seconds = new ArrayList<>();
    TrainCommand first =
        new TrainCommand(
            (event, cancel) -> {
              if (seconds.isEmpty()) {
                seconds.add(second.get());
              }
            });
    CommandRun ended =
        CommandRun.of(
            first,
            "--device=jvm",
            "--data=" + table,
            "--target=amount",
            "--epochs=2",
            "--quiet",
            "--out=" + out);
    assertThat(ended).isEqualTo(new CommandRun(0, "", ""));
    return seconds.get(0);
  }

  @Test
  void aFolderThatAnotherRunIsWritingToIsRefused() throws IOException {
    assertThat(refusal(during(() -> train(table, out))))
        .contains("Another run is writing to the folder " + out + "; wait", "--out");
    assertThat(out.resolve("metrics.csv")).content().hasLineCount(3);
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).isNotEmpty().noneMatch(f -> f.getFileName().toString().startsWith("."));
    }
  }

  @Test
  void aRunThatGoesOnElsewhereIsKeptOutOfTheFolderOfAnother() {
    Path elsewhere = folder.resolve("elsewhere");
    assertThat(train(table, elsewhere).exitCode()).isZero();
    CommandRun resumed =
        during(
            () ->
                CommandRun.of(
                    "train", "--resume=" + elsewhere, "--epochs=3", "--quiet", "--out=" + out));
    assertThat(refusal(resumed)).contains("Another run is writing to the folder " + out);
  }

  @Test
  void whatAKilledRunLeftOfItsLockDoesNotMatter() throws IOException {
    Files.createFile(run().resolve(".gradcl-lock"));
    assertThat(train(table, out)).isEqualTo(new CommandRun(0, "", ""));
    assertThat(out.resolve(".gradcl-lock")).doesNotExist();
  }

  @Test
  void metricsOfARunAreNotReplacedByTheRunThatLearnsThem() throws IOException {
    Path metrics = run().resolve("metrics.csv");
    byte[] before = Files.readAllBytes(metrics);
    CommandRun learnt = train(metrics, out, "--target", "loss");
    assertThat(learnt.exitCode()).isNotZero();
    assertThat(metrics).hasBinaryContent(before);
  }

  @Test
  void theRunsOwnDataIsNotReplaced() throws IOException {
    StringBuilder rows =
        new StringBuilder("epoch,step,learning_rate,loss,validation_loss,seconds,amount\n");
    for (int i = 1; i <= 40; i++) {
      rows.append(String.format("%d,%d,0.%d,%d,%d,%d,%d%n", i, i, i, i % 7, i % 5, i, i % 11));
    }
    Path metrics = run().resolve("metrics.csv");
    Files.writeString(metrics, rows);
    assertThat(refusal(train(metrics, out)))
        .contains("would replace its own data, " + metrics, "--out");
    assertThat(metrics).hasContent(rows.toString());
  }

  @Test
  void aFormerRunIsReplacedWithAllItsFiles() throws IOException {
    run();
    Files.writeString(out.resolve(".hidden"), "kept");
    Files.delete(out.resolve("predictions.png"));
    Files.copy(out.resolve("loss.png"), out.resolve("completions.png"));
    assertThat(train(table, out, "--seed", "2").exitCode()).isZero();
    assertThat(JsonFile.get(JsonFile.read(out.resolve("run.json")), "seed")).isEqualTo(2.0);
    assertThat(out.resolve("completions.png")).doesNotExist();
    assertThat(out.resolve(".hidden")).hasContent("kept");
  }

  @Test
  void aRunThatWasKilledInItsFirstEpochIsReplaced() throws IOException {
    Files.createDirectories(out);
    Files.createFile(out.resolve("metrics.csv"));
    assertThat(train(table, out).exitCode()).isZero();
  }

  @Test
  void aFormerRunAndMoreIsRefusedAndStays() throws IOException {
    byte[] model = Files.readAllBytes(run().resolve("model.safetensors"));
    Files.writeString(out.resolve("notes.txt"), "kept");
    assertThat(refusal(train(table, out, "--seed", "2"))).contains("it holds notes.txt, which");
    assertThat(out.resolve("model.safetensors")).hasBinaryContent(model);
    assertThat(out.resolve("notes.txt")).hasContent("kept");
  }

  @Test
  void aRunGoesOnBesideOtherFilesButReplacesNone() throws IOException {
    run();
    Files.writeString(out.resolve("notes.txt"), "kept");
    String[] resume = {"train", "--resume", out.toString(), "--device", "jvm"};
    assertThat(CommandRun.of(resume).exitCode()).isZero();
    assertThat(out.resolve("notes.txt")).hasContent("kept");
    Files.writeString(out.resolve("model.safetensors"), "of another program");
    assertThat(refusal(CommandRun.of(resume)))
        .contains("The run in " + out + " would replace model.safetensors, which no run", "--out");
    assertThat(out.resolve("model.safetensors")).hasContent("of another program");
  }

  @Test
  void aRunThatGoesOnElsewhereReplacesNothingThere() throws IOException {
    run();
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.writeString(other.resolve("notes.txt"), "kept");
    CommandRun resumed = CommandRun.onJvm("train", "--resume", out, "--out", other);
    assertThat(refusal(resumed)).contains("it holds notes.txt, which");
    assertThat(other).isDirectoryContaining("glob:**/notes.txt");
    assertThat(other.toFile().list()).hasSize(1);
  }
}
