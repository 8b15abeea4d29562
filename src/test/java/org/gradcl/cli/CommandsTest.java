package org.gradcl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What all commands have in common: help, version, errors. */
class CommandsTest {
  static Stream<String> names() {
    return Main.commandLine().getSubcommands().keySet().stream();
  }

  @Test
  void withoutArgumentsTheCommandsAreListed() {
    CommandRun run = CommandRun.of();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("Usage: gradcl").contains(names().toList());
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyCommandHasHelpAndADevice(String name) {
    CommandRun run = CommandRun.of(name, "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("Usage: gradcl " + name).contains("--device=DEVICE");
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyOptionOfEveryCommandIsDescribed(String name) {
    CommandLine command = Main.commandLine().getSubcommands().get(name);
    assertThat(command.getCommandSpec().options())
        .allSatisfy(
            option -> assertThat(option.description()).as(option.longestName()).isNotEmpty());
  }

  @Test
  void theVersionNamesJava() {
    CommandRun run = CommandRun.of("--version");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("GradCL ")
        .doesNotContain("${")
        .contains(Runtime.version().toString());
  }

  @Test
  void wrongUseIsAMessageAndExitCodeTwo() {
    CommandRun run = CommandRun.of("devices", "--devise", "jvm");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("gradcl: Unknown option")
        .contains("--devise", "--device", "Try 'gradcl devices --help'.")
        .doesNotContain("\tat ");
  }

  @Test
  void whatIsNoNumberIsSaidWithoutJavasTypes() {
    assertThat(CommandRun.of("train", "--epochs", "ten").err())
        .contains("'--epochs': 'ten' is no whole number from -2147483648 to 2147483647");
    assertThat(CommandRun.of("train", "--seed", "99999999999999999999").err())
        .contains("is no whole number from -9223372036854775808 to 9223372036854775807");
    assertThat(CommandRun.of("explain", "--dropout", "none").err())
        .contains("'--dropout': 'none' is no number");
    assertThat(CommandRun.of("train", "--validation", "x").exitCode()).isEqualTo(2);
  }

  /** The current folder would be written to where {@code --out "$OUT"} names none. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "train --data ",
        "train --out ",
        "train --resume ",
        "predict --model ",
        "predict --model=model --out ",
        "predict --model=model ",
        "parity ",
        "bench --json "
      })
  void anEmptyPathIsRefused(String line) {
    CommandRun run = CommandRun.of(line.split(" ", -1));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("Invalid value for ", ": it is empty; is a variable of the shell not set?");
  }

  @Test
  void outputThatNobodyReceivedIsAnError() {
    PrintWriter closed = new PrintWriter(new StringWriter());
    closed.close();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine().setOut(closed).setErr(new PrintWriter(err));
    assertThat(Main.execute(commandLine, "devices", "--device", "jvm")).isEqualTo(1);
    assertThat(err.toString()).startsWith("gradcl: not all could be written to standard output");
  }

  @Test
  void messagesOfFileErrorsNameTheFile() {
    Map<Exception, String> messages =
        Map.of(
            new NoSuchFileException("a.csv"), "a.csv: no such file",
            new AccessDeniedException("b.csv"), "b.csv: permission denied",
            new java.nio.file.FileSystemException("c", null, "Is a directory"), "c: Is a directory",
            new IllegalArgumentException("what is wrong"), "what is wrong");
    messages.forEach(
        (failure, message) -> assertThat(FailureHandler.message(failure)).isEqualTo(message));
  }

  @Test
  void anErrorOfOursSaysThatItIsOne() {
    assertThat(FailureHandler.message(new NullPointerException("x is null")))
        .contains("internal error", "NullPointerException", "x is null", "gradcl.log=debug");
  }

  @Test
  void theHelpOfAFlagListsWhatItsCatalogueHolds() {
    String help = CommandRun.of("train", "--help").out().replaceAll("\\s+", " ");
    assertThat(help)
        .contains(
            "What is minimised: mse, mae, huber, smooth_l1, ",
            "How it is minimised: sgd, adam, adamw, adamax, nadam, radam, lamb, lion, rmsprop",
            "How the learning rate changes: constant, step, exponential, cosine, ");
  }
}
