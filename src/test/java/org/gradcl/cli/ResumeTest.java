package org.gradcl.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.gradcl.testing.RequiresOpenCl;
import org.gradcl.train.Checkpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is stopped in mid-epoch goes on as if nothing had happened. */
class ResumeTest {
  /** 240 rows in batches of 32: eight steps an epoch. */
  private static final int STOPPED_AT = 19;

  @TempDir private Path folder;
  private Path table;

  @BeforeEach
  void writeTable() throws IOException {
    table = SmallTable.write(folder);
  }

  private String[] arguments(String device, Path out) {
    return new String[] {
      "--device",
      device,
      "--out",
      out.toString(),
      "--data",
      table.toString(),
      "--target",
      "amount",
      "--text",
      "kind",
      "--layers",
      "8 relu, 8 tanh",
      "--dropout",
      "0.1",
      "--epochs",
      "5",
      "--patience",
      "4",
      "--precision",
      "FLOAT32_TENSOR"
    };
  }

  private void stoppedAndResumed(String device) throws IOException {
    Path whole = folder.resolve("whole");
    String[] wholeArguments = arguments(device, whole);
    assertThat(CommandRun.of(new TrainCommand(), wholeArguments).exitCode()).isZero();

    Path parts = folder.resolve("parts");
    TrainCommand stopping =
        new TrainCommand(
            (event, cancel) -> {
              if (event.step() == STOPPED_AT) {
                cancel.run();
              }
            });
    CommandRun stopped = CommandRun.of(stopping, arguments(device, parts));
    assertThat(stopped.exitCode()).isEqualTo(130);
    assertThat(stopped.out()).contains("Stopped. To go on: gradcl train --resume " + parts);
    assertThat(parts.resolve("model.safetensors")).doesNotExist();
    assertThat(Checkpoint.load(parts.resolve("last.safetensors")).step()).isEqualTo(STOPPED_AT);
    assertThat(Files.readAllLines(parts.resolve("metrics.csv"))).hasSize(3);

    CommandRun resumed = CommandRun.of(new TrainCommand(), "--resume", parts.toString());
    assertThat(resumed.err()).isEmpty();
    // The reason of the choice is that of the first run: the flag, or what it left to choose from.
    assertThat(resumed.out().lines().findFirst()).isEqualTo(stopped.out().lines().findFirst());
    assertThat(resumed.exitCode()).isZero();
    assertThat(resumed.out().lines().filter(line -> line.startsWith("epoch ")).toList()).hasSize(3);
    assertThat(TrainCommandTest.weights(parts)).isEqualTo(TrainCommandTest.weights(whole));
    assertThat(losses(parts)).isEqualTo(losses(whole));
    Object json = JsonFile.read(parts.resolve("run.json"));
    assertThat(JsonFile.get(json, "testRmse"))
        .isEqualTo(JsonFile.get(JsonFile.read(whole.resolve("run.json")), "testRmse"));
    assertThat(JsonFile.get(json, "steps")).isEqualTo(40.0);
    assertThat(JsonFile.get(json, "configuration", "patience")).isEqualTo(4.0);
    assertThat(JsonFile.get(json, "configuration", "precision")).isEqualTo("FLOAT32_TENSOR");
    assertThat(JsonFile.get(json, "device", "precision"))
        .isEqualTo("FLOAT32, since it has no tensor cores for TF32");
    assertThat(stopped.out()).contains("; FLOAT32, since it has no tensor cores for TF32");
  }

  @Test
  void onTheJvmEngine() throws IOException {
    stoppedAndResumed("jvm");
  }

  @Test
  @RequiresOpenCl
  void onOpenCl() throws IOException {
    stoppedAndResumed("opencl");
  }

  @Test
  void settingsDoNotGoWithResume() {
    CommandRun run = CommandRun.of("train", "--resume", folder.toString(), "--layers", "8 relu");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("--layers does not go with --resume", "--epochs, --data, --device, --out");
  }

  @Test
  void aFolderWithoutARunIsRefused() {
    CommandRun run = CommandRun.of("train", "--resume", folder.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            String.format(
                "gradcl: The folder %s holds no last.safetensors, from which a run goes on; give"
                    + " the folder of a run, or start a new one%n",
                folder));
  }

  @Test
  void whatToGiveInsteadIsSaid() throws IOException {
    Path runs = Files.createDirectory(folder.resolve("runs"));
    Path run = runs.resolve("noon");
    assertThat(CommandRun.of(new TrainCommand(), arguments("jvm", run)).exitCode()).isZero();
    for (String name : List.of("last.safetensors", "best.safetensors", "model.safetensors")) {
      assertThat(refusedToResume(run.resolve(name)))
          .contains("is a file; give its folder: --resume " + run);
    }
    assertThat(refusedToResume(table)).contains("is a file; the folder is the one that holds");
    assertThat(refusedToResume(runs))
        .contains(runs + " holds no last.safetensors", "one run: --resume " + run);
    assertThat(refusedToResume(folder.resolve("none")))
        .contains("There is no folder " + folder.resolve("none"), "--out");
  }

  private static String refusedToResume(Path given) {
    CommandRun refused = CommandRun.of("train", "--resume", given.toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).startsWith("gradcl: ").hasLineCount(1);
    return refused.err();
  }

  @Test
  void aFinishedRunGoesOnToMoreEpochs() throws IOException {
    Path run = folder.resolve("run");
    assertThat(CommandRun.of(new TrainCommand(), arguments("jvm", run)).exitCode()).isZero();
    CommandRun longer =
        CommandRun.of(new TrainCommand(), "--resume", run.toString(), "--epochs", "8");
    assertThat(longer.err()).isEmpty();
    assertThat(longer.exitCode()).isZero();
    assertThat(longer.out())
        .contains(
            "Continues to 8 epochs instead of 5: from step 41 on the learning rate is that of a run"
                + " of 8 epochs, and patience counts anew",
            "epoch 6/8",
            "epoch 8/8");
    Object json = JsonFile.read(run.resolve("run.json"));
    assertThat(JsonFile.get(json, "steps")).isEqualTo(64.0);
    assertThat(JsonFile.get(json, "configuration", "epochs")).isEqualTo(8.0);
    List<String> metrics = Files.readAllLines(run.resolve("metrics.csv"));
    assertThat(metrics).hasSize(9);
    // The cosine of 64 steps, from its 48th step: 0.002·½(1 + cos(π·47/64)).
    assertThat(Float.parseFloat(metrics.get(6).split(",", -1)[2]))
        .isCloseTo((float) (0.001 * (1 + Math.cos(Math.PI * 47 / 64))), within(1e-9f));
    CommandRun again = CommandRun.of(new TrainCommand(), "--resume", run.toString());
    assertThat(again.out()).contains("Nothing was left to train").doesNotContain("Continues to");
    assertThat(JsonFile.get(JsonFile.read(run.resolve("run.json")), "configuration", "epochs"))
        .isEqualTo(8.0);
  }

  @Test
  void fewerEpochsThanWereBegunAreRefused() throws IOException {
    Path run = folder.resolve("run");
    assertThat(CommandRun.of(new TrainCommand(), arguments("jvm", run)).exitCode()).isZero();
    byte[] last = Files.readAllBytes(run.resolve("last.safetensors"));
    CommandRun fewer =
        CommandRun.of(new TrainCommand(), "--resume", run.toString(), "--epochs", "4");
    assertThat(fewer.exitCode()).isEqualTo(1);
    assertThat(fewer.err()).contains("has begun its epoch 5 of 5", "end after 4", "at least 5");
    assertThat(run.resolve("last.safetensors")).hasBinaryContent(last);
    CommandRun none = CommandRun.of("train", "--resume", run.toString(), "--epochs", "0");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("epochs must be at least 1, found 0");
  }

  /** Nobody gave this flag now. */
  @Test
  void aDeviceThatIsGoneIsSaidToBeTheRuns() throws IOException {
    Path run = folder.resolve("run");
    assertThat(CommandRun.of(new TrainCommand(), arguments("jvm", run)).exitCode()).isZero();
    Path last = run.resolve("last.safetensors");
    String bytes = Files.readString(last, ISO_8859_1);
    String saved = "\"attribute.fit.device\":\"jvm\"";
    assertThat(bytes).contains(saved);
    Files.writeString(last, bytes.replace(saved, saved.replace("jvm", "npu")), ISO_8859_1);
    CommandRun resumed =
        CommandRun.of(new TrainCommand(), "--resume", run.toString(), "--epochs", "6");
    assertThat(resumed.exitCode()).isEqualTo(1);
    assertThat(resumed.err())
        .startsWith(
            String.format(
                "train: The run in %s began with --device npu, which is not here now; go on with"
                    + " another, as by --device auto%nNo device for 'npu'",
                run));
    CommandRun other =
        CommandRun.of(new TrainCommand(), "--resume", run.toString(), "--device", "nonsense");
    assertThat(other.err()).startsWith("train: No device for 'nonsense', asked for by --device");
  }

  /** Epoch, step, rate and losses, without the times. */
  private static List<String> losses(Path run) throws IOException {
    return Files.readAllLines(run.resolve("metrics.csv")).stream()
        .map(line -> line.substring(0, line.lastIndexOf(',')))
        .toList();
  }

  @Test
  void aFinishedRunIsLeftAsItWas() throws IOException {
    Path out = folder.resolve("run");
    assertThat(CommandRun.of(new TrainCommand(), arguments("jvm", out)).exitCode()).isZero();
    Object before = JsonFile.read(out.resolve("run.json"));
    CommandRun resumed =
        CommandRun.of(new TrainCommand(), "--resume", out.toString(), "--device", "jvm");
    assertThat(resumed.exitCode()).isZero();
    assertThat(resumed.out())
        .contains("Nothing was left to train (--epochs N goes on to more): the run had made all");
    Object after = JsonFile.read(out.resolve("run.json"));
    for (String key : List.of("samplesPerSecond", "trainingSeconds", "steps", "loss")) {
      assertThat(JsonFile.get(after, key)).isEqualTo(JsonFile.get(before, key));
    }
  }

  @Test
  void aRunThatGoesOnInAnotherFolderHasItsCheckpointsThere() throws IOException {
    Path out = folder.resolve("run");
    assertThat(CommandRun.of(new TrainCommand(), arguments("jvm", out)).exitCode()).isZero();
    Path other = folder.resolve("other");
    CommandRun resumed =
        CommandRun.of(
            new TrainCommand(),
            "--resume",
            out.toString(),
            "--device",
            "jvm",
            "--out",
            other.toString());
    assertThat(resumed.exitCode()).isZero();
    for (String name : List.of("last.safetensors", "best.safetensors")) {
      assertThat(other.resolve(name)).hasSameBinaryContentAs(out.resolve(name));
    }
  }

  @Test
  void dataThatWasMovedIsSaid() throws IOException {
    Path out = folder.resolve("run");
    assertThat(CommandRun.of(new TrainCommand(), arguments("jvm", out)).exitCode()).isZero();
    String[] resume = {"--resume", out.toString(), "--device", "jvm"};
    String[] elsewhere = Arrays.copyOf(resume, 6);
    elsewhere[4] = "--data";
    elsewhere[5] = "digits";
    CommandRun example = CommandRun.of(new TrainCommand(), elsewhere);
    assertThat(example.exitCode()).isEqualTo(1);
    assertThat(example.err())
        .contains(out + " began with the data " + table + ", not with digits", "--data");
    elsewhere[5] = Files.move(table, folder.resolve("moved.csv")).toString();
    CommandRun gone = CommandRun.of(new TrainCommand(), resume);
    assertThat(gone.exitCode()).isEqualTo(1);
    assertThat(gone.err()).contains("began with the data " + table, "no such file", "--data");
    assertThat(CommandRun.of(new TrainCommand(), elsewhere).exitCode()).isZero();
    elsewhere[5] = folder.resolve("nowhere.csv").toString();
    assertThat(CommandRun.of(new TrainCommand(), elsewhere).err())
        .contains("There is no file '" + elsewhere[5] + "'");
  }

  @Test
  void aColumnThatTheRunDidNotBeginWithIsNoInput() throws IOException {
    Path out = folder.resolve("run");
    assertThat(CommandRun.of(new TrainCommand(), arguments("jvm", out)).exitCode()).isZero();
    List<String> lines = Files.readAllLines(table);
    lines.replaceAll(line -> line + "," + line.length());
    lines.set(0, lines.get(0).replaceFirst(",\\d+$", ",more"));
    Files.write(table, lines);
    CommandRun resumed =
        CommandRun.of(
            new TrainCommand(), "--resume", out.toString(), "--device", "jvm", "--epochs", "9");
    assertThat(resumed.exitCode()).isZero();
    assertThat(resumed.out()).containsPattern("more +numbers .*; no input of the run that goes on");
  }

  @Test
  void dataThatHasChangedIsRefused() throws IOException {
    Path out = folder.resolve("run");
    assertThat(CommandRun.of(new TrainCommand(), arguments("jvm", out)).exitCode()).isZero();
    List<String> lines = Files.readAllLines(table);
    lines.replaceAll(line -> line.replaceFirst("^(-?)0", "$19"));
    Files.write(table, lines);
    CommandRun resumed =
        CommandRun.of(new TrainCommand(), "--resume", out.toString(), "--device", "jvm");
    assertThat(resumed.exitCode()).isEqualTo(1);
    assertThat(resumed.err())
        .contains("small.csv is not the data that the run in " + out + " began with", "--data");
  }
}
