package org.gradcl.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.gradcl.cli.training.DataChoice;
import org.gradcl.cli.training.Destination;
import org.gradcl.cli.training.Display;
import org.gradcl.cli.training.Problem;
import org.gradcl.cli.training.Problems;
import org.gradcl.cli.training.RunArguments;
import org.gradcl.cli.training.RunFolder;
import org.gradcl.cli.training.Settings;
import org.gradcl.cli.training.TrainingRun;
import org.gradcl.cli.training.UsageException;
import org.gradcl.data.DataException;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.NoDeviceException;
import org.gradcl.train.Checkpoint;
import org.gradcl.train.Fit;
import org.gradcl.train.report.StopReason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code train}: trains a network and writes its model, figures and pictures to a folder. */
@Command(
    name = "train",
    description = {
      "Trains a network on a table and tests it on held-out rows: by default a dense one on the"
          + " prices of diamonds.",
      "Writes to a folder the model, the last and the best checkpoint, metrics.csv, run.json and"
          + " pictures."
    },
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  /** The exit code of a process that Ctrl-C ended, as in shells. */
  private static final int INTERRUPTED = 130;

  /** The flags that a resumed run takes; all else comes from its checkpoint. */
  private static final List<String> OPTIONS_OF_RESUMED =
      List.of("--resume", "--epochs", "--data", "--device", "--out", "--quiet");

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss");

  private final TrainingRun.Watcher watcher;
  @Spec private CommandSpec spec;
  @Mixin private DataOptions data;
  @Mixin private ModelOptions model;
  @Mixin private DeviceOption device;
  @Mixin private PrecisionOption precision;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Passes over the training rows: 20 for diamonds, 60 for digits, else as many as make"
              + " about 5,000 steps.")
  private Integer epochs;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Stop when the validation loss has not improved for this number of epochs, and restore"
              + " the best weights.")
  private Integer patience;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The folder for all files, runs/TIMESTAMP by default. An earlier run in it is replaced; a"
              + " folder that holds anything else is refused.")
  private Path out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description =
          "Continue the run of that folder, also within an epoch, with its data, settings and"
              + " device. With --epochs N it continues to N epochs in all, even if it is complete"
              + " or was stopped early; from there on its learning rate is that of a run of N"
              + " epochs, and patience counts anew.")
  private Path resume;

  @Option(names = "--quiet", description = "Print nothing but warnings and errors.")
  private boolean quiet;

  TrainCommand() {
    this((event, cancel) -> {});
  }

  /** A command whose fit is watched. */
  TrainCommand(TrainingRun.Watcher watcher) {
    this.watcher = watcher;
  }

  @Override
  public Integer call() throws IOException {
    TrainingRun run = resume == null ? newRun() : resumedRun();
    PrintWriter shown = quiet ? new PrintWriter(Writer.nullWriter()) : spec.commandLine().getOut();
    Display display = quiet ? Display.NONE : Display.ofProcess();
    StopReason reason;
    try {
      reason = run.run(device.settings(run.begunWith()), shown, display, watcher);
    } catch (NoDeviceException e) {
      throw run.begunWith().isEmpty() || device.isGiven() ? e : gone(run.begunWith().get(), e);
    }
    return reason == StopReason.CANCELLED ? INTERRUPTED : 0;
  }

  private DataException gone(DevicePolicy begunWith, NoDeviceException cause) {
    return new DataException(
        String.format(
            "The run in %s began with --device %s, which is not here now; go on with another, as by"
                + " --device auto%n%s",
            resume, begunWith.words(), cause.getMessage()),
        cause);
  }

  private TrainingRun newRun() throws IOException {
    DataChoice choice = data.choice();
    if (patience != null && choice.split().validation() == 0) {
      throw new UsageException(
          "--patience is for the validation loss, but --validation 0 leaves no rows for validation;"
              + " give them a share, or leave out --patience");
    }
    Problem problem = model.problem(choice);
    Destination destination =
        out == null
            ? Destination.created(
                Path.of("runs"), TIMESTAMP.format(LocalDateTime.now(ZoneId.systemDefault())))
            : Destination.named(out);
    Settings settings =
        model.settings(problem, epochs(), optional(patience), device.policy(), precision.value());
    return TrainingRun.of(problem, choice, settings, destination);
  }

  private TrainingRun resumedRun() throws IOException {
    for (OptionSpec option : spec.options()) {
      boolean given = spec.commandLine().getParseResult().hasMatchedOption(option);
      if (given && !OPTIONS_OF_RESUMED.contains(option.longestName())) {
        throw new UsageException(
            option.longestName()
                + " does not go with --resume: a resumed run keeps its settings, but for "
                + String.join(", ", OPTIONS_OF_RESUMED.subList(1, OPTIONS_OF_RESUMED.size())));
      }
    }
    epochs().ifPresent(count -> UsageException.value(() -> Fit.epochs(count)));
    RunFolder before = RunArguments.toResume(resume);
    Checkpoint checkpoint = Checkpoint.load(before.last());
    DataChoice saved = DataChoice.of(checkpoint.attributes());
    if (!data.given()) {
      saved.requireSaved(before);
    }
    DataChoice choice = data.given() ? saved.movedTo(data.choice().data(), before) : saved;
    Problem problem = read(choice, checkpoint);
    Destination destination = Destination.continued(before, out == null ? resume : out);
    return TrainingRun.resuming(problem, choice, checkpoint, epochs(), before, destination);
  }

  private static Problem read(DataChoice choice, Checkpoint checkpoint) throws IOException {
    return checkpoint.schema().isPresent()
        ? Problems.readAgain(choice, DataOptions.home(), checkpoint.schema().get())
        : Problems.read(choice, DataOptions.home());
  }

  private OptionalInt epochs() {
    return optional(epochs);
  }

  private static OptionalInt optional(Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
