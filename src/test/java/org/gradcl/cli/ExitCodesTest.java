package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * 2 for a command line that is wrong whatever the data, the files and the devices are, with where
 * help is; 1 for what fails because of them.
 */
class ExitCodesTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    SmallTable.write(folder);
    Files.writeString(folder.resolve("text.txt"), "hello");
  }

  /** A line of arguments, parted by blanks; small.csv and text.txt are files, none.csv is not. */
  static Stream<String> wrongUse() {
    return Stream.of(
        "nonsense",
        "train --nonsense",
        "train --epochs many",
        "train --epochs 0",
        "train --epochs -1",
        "train --batch-size 0",
        "train --patience 0",
        "train --dropout 1",
        "train --dropout NaN",
        "train --learning-rate 0",
        "train --learning-rate Infinity",
        "train --layers 8_rely",
        "train --layers 0_relu",
        "train --loss mean",
        "train --optimizer adamm",
        "train --schedule sine",
        "train --validation 0.2 --data small.csv",
        "train --data small.csv --target amount --validation 0.9",
        "train --data small.csv --target amount --validation -0.1",
        "train --data small.csv --target amount --validation NaN",
        "train --data small.csv --target amount --validation 0 --patience 3",
        "train --data small.csv",
        "train --target amount",
        "train --data digits --text amount",
        "train --resume none --seed 3",
        "explain --batch-size 0",
        "explain --optimizer adamm",
        "explain --data small.csv",
        "predict",
        "predict --model text.txt",
        "devices --devise jvm",
        "trace --seed 1",
        "parity",
        "bench --seconds -1",
        "bench --seconds 5000",
        "bench --seconds NaN",
        "bench W9");
  }

  static Stream<String> failures() {
    return Stream.of(
        "train --data none.csv --target amount",
        "train --data text.txt --target amount",
        "train --data small.csv --target price",
        "train --data small.csv --target kind --loss mse",
        "train --resume none",
        "train --device nonsense",
        "explain --data none.csv --target amount",
        "explain --device nonsense",
        "predict --model none.bin small.csv",
        "predict --model text.txt small.csv",
        "trace --device nonsense",
        "parity none.bin",
        "parity text.txt",
        "bench --device nonsense W1");
  }

  private CommandRun run(String line) {
    List<String> arguments = new ArrayList<>();
    for (String word : line.split(" ", -1)) {
      boolean file = word.contains(".csv") || word.contains(".txt") || word.contains(".bin");
      arguments.add(
          file || word.equals("none") ? folder.resolve(word).toString() : word.replace('_', ' '));
    }
    if (arguments.get(0).equals("train")) {
      if (arguments.stream().noneMatch(List.of("--data", "--target", "--resume")::contains)) {
        // The example is fifty thousand rows, of which nothing here depends.
        Path table = folder.resolve("small.csv");
        arguments.addAll(Arrays.asList("--data", table.toString(), "--target", "amount"));
      }
      arguments.addAll(Arrays.asList("--out", folder.resolve("run").toString()));
    }
    if (!arguments.contains("--device")) {
      arguments.addAll(Arrays.asList("--device", "jvm"));
    }
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("wrongUse")
  void wrongUseIsTwo(String line) {
    CommandRun run = run(line);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("gradcl: ").containsPattern("Try 'gradcl.* --help'\\.\\R$");
    assertThat(run.err()).doesNotContain("Exception", "\tat ");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureIsOne(String line) {
    CommandRun run = run(line);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.err()).startsWith("gradcl: ").doesNotContain("--help", "\tat ");
    assertThat(folder.resolve("run")).doesNotExist();
  }
}
