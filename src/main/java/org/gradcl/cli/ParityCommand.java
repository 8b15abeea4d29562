package org.gradcl.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.NoDeviceException;
import org.gradcl.text.TextTable;
import org.gradcl.train.parity.RecordedTrajectory;
import org.gradcl.train.parity.Replay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parity}: whether a device trains as recorded. */
@Command(
    name = "parity",
    description = {
      "Replays recorded training runs on a device and shows the deviations from the record.",
      "A deviation is max |found - recorded| / max(0.001, max |recorded|) over a tensor. Exits with"
          + " 1 if one is beyond its tolerance, or a file is no recorded run."
    },
    mixinStandardHelpOptions = true)
final class ParityCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ParityCommand.class);

  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Recorded runs: safetensors files such as those in src/test/resources.")
  private List<Path> files;

  /** The outcome for one file: a replay, or the reason why there is none. */
  private record Outcome(String label, Optional<Replay> replay) {
    boolean passed() {
      return replay.isPresent() && replay.get().passed();
    }
  }

  @Override
  public Integer call() {
    List<Outcome> outcomes = new ArrayList<>();
    boolean headline = false;
    for (Path file : files) {
      Outcome outcome = replay(file);
      if (!headline && outcome.replay().isPresent()) {
        out().println(outcome.replay().get().device());
        out().flush();
        headline = true;
      }
      outcomes.add(outcome);
    }
    table(outcomes).print(out());
    long passed = outcomes.stream().filter(Outcome::passed).count();
    out().println(passed + " passed, " + (outcomes.size() - passed) + " failed");
    out().flush();
    return passed == outcomes.size() ? 0 : spec.exitCodeOnExecutionException();
  }

  /** Replays one file; an error is printed at once and does not stop the others. */
  private Outcome replay(Path file) {
    String label = String.valueOf(file.getFileName());
    try {
      RecordedTrajectory trajectory = RecordedTrajectory.read(file);
      label = trajectory.name();
      Replay replay = Replay.of(trajectory, device.settings(), DevicePolicy.preferGpu());
      return new Outcome(label, Optional.of(replay));
    } catch (NoDeviceException e) {
      throw e; // No file could be replayed.
    } catch (IOException | RuntimeException e) {
      LOG.debug("{} failed", file, e);
      String message = FailureHandler.message(e);
      spec.commandLine()
          .getErr()
          .println(
              spec.root().name()
                  + ": "
                  + (message.startsWith(file.toString()) ? "" : file + ": ")
                  + message);
      spec.commandLine().getErr().flush();
      return new Outcome(label, Optional.empty());
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static TextTable table(List<Outcome> outcomes) {
    List<String> headings = new ArrayList<>(List.of("trajectory"));
    Replay.TOLERANCES.forEach(
        (quantity, tolerance) ->
            headings.add(String.format(Locale.ROOT, "%s (≤ %.0e)", quantity, tolerance)));
    headings.add("");
    TextTable table = new TextTable(headings.toArray(String[]::new));
    for (Outcome outcome : outcomes) {
      List<String> cells = new ArrayList<>(List.of(outcome.label()));
      outcome.replay().ifPresent(replay -> replay.comparisons().forEach(c -> cells.add(text(c))));
      while (cells.size() < headings.size() - 1) {
        cells.add("–");
      }
      cells.add(outcome.passed() ? "passed" : "FAILED");
      table.row(cells);
    }
    return table;
  }

  private static String text(Replay.Comparison comparison) {
    String deviation = String.format(Locale.ROOT, "%.1e", comparison.deviation());
    return comparison.passed()
        ? deviation
        : String.format(Locale.ROOT, "%s > %.0e !", deviation, comparison.tolerance());
  }
}
