package org.gradcl.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.gradcl.backend.DevicePolicy;
import org.gradcl.cli.text.TextTable;
import org.gradcl.train.parity.RecordedTrajectory;
import org.gradcl.train.parity.Replay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parity}: whether a device trains as recorded. */
@Command(
    name = "parity",
    description = {
      "Replays recorded training runs on a device and shows how far it strays from the record.",
      "A deviation is max |found - recorded| / max(0.001, max |recorded|) over a tensor. Exits with"
          + " 1 if one is beyond its tolerance."
    },
    mixinStandardHelpOptions = true)
final class ParityCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Recorded runs: safetensors files such as those in src/test/resources.")
  private List<Path> files;

  @Override
  public Integer call() throws IOException {
    // All are read before the first is run, so that a wrong name costs no time.
    List<RecordedTrajectory> trajectories = new ArrayList<>();
    for (Path file : files) {
      trajectories.add(RecordedTrajectory.read(file));
    }
    PrintWriter out = spec.commandLine().getOut();
    List<Replay> replays = new ArrayList<>();
    for (RecordedTrajectory trajectory : trajectories) {
      Replay replay = Replay.of(trajectory, device.selector(), DevicePolicy.preferGpu());
      if (replays.isEmpty()) {
        out.println(replay.device());
        out.flush();
      }
      replays.add(replay);
    }
    table(replays).print(out);
    long passed = replays.stream().filter(Replay::passed).count();
    out.println(passed + " passed, " + (replays.size() - passed) + " failed");
    out.flush();
    return passed == replays.size() ? 0 : spec.exitCodeOnExecutionException();
  }

  private static TextTable table(List<Replay> replays) {
    List<String> headings = new ArrayList<>(List.of("trajectory"));
    for (Replay.Comparison comparison : replays.get(0).comparisons()) {
      headings.add(
          String.format(Locale.ROOT, "%s (≤ %.0e)", comparison.quantity(), comparison.tolerance()));
    }
    headings.add("");
    TextTable table = new TextTable(headings.toArray(String[]::new));
    for (Replay replay : replays) {
      List<String> cells = new ArrayList<>(List.of(replay.trajectory()));
      for (Replay.Comparison comparison : replay.comparisons()) {
        cells.add(
            String.format(Locale.ROOT, "%.1e", comparison.deviation())
                + (comparison.passed() ? "" : " !"));
      }
      cells.add(replay.passed() ? "passed" : "FAILED");
      table.row(cells);
    }
    return table;
  }
}
