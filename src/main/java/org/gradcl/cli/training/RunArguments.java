package org.gradcl.cli.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.gradcl.data.DataException;

/** What a command is given of a run, its folder or one of its files, and what to give instead. */
public final class RunArguments {
  private RunArguments() {}

  /**
   * The folder of a run that is to go on.
   *
   * @throws DataException if it is none; the message says what to give
   */
  public static RunFolder toResume(Path given) {
    RunFolder run = new RunFolder(given);
    if (Files.isRegularFile(given)) {
      RunFolder around = new RunFolder(given.toAbsolutePath().normalize().getParent());
      throw new DataException(
          String.format(
              "--resume takes the folder of a run, and %s is a file; %s",
              given,
              Files.exists(around.last())
                  ? "give its folder: --resume " + around.quoted()
                  : "the folder is the one that holds the run's last.safetensors"));
    }
    if (!Files.isDirectory(given)) {
      throw new DataException(
          String.format(
              "There is no folder %s to resume a run from; 'gradcl train' leaves each run in a"
                  + " folder of runs, or where --out says",
              given));
    }
    if (!Files.exists(run.last())) {
      throw new DataException(
          String.format(
              "The folder %s holds no last.safetensors, from which a run goes on; %s",
              given,
              newestIn(given)
                  .map(newest -> "give the folder of one run: --resume " + newest.quoted())
                  .orElse("give the folder of a run, or start a new one")));
    }
    return run;
  }

  /** The last run that was saved in a folder of runs. */
  private static Optional<RunFolder> newestIn(Path runs) {
    try (Stream<Path> folders = Files.list(runs)) {
      return folders
          .map(RunFolder::new)
          .filter(run -> Files.exists(run.last()))
          .max(Comparator.comparingLong(run -> run.last().toFile().lastModified()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Refuses a folder in place of a model's file.
   *
   * @throws DataException naming the file that is meant
   */
  public static void requireModelFile(Path given) {
    if (!Files.isDirectory(given)) {
      return;
    }
    RunFolder run = new RunFolder(given);
    String cure = "give the model.safetensors of a run";
    if (Files.exists(run.model())) {
      cure = "give the model in it: --model " + RunFolder.quoted(run.model());
    } else if (Files.exists(run.last())) {
      cure =
          "its run has not ended, but this is its last checkpoint: --model "
              + RunFolder.quoted(run.last());
    }
    throw new DataException(
        String.format("--model takes a file, and %s is a folder; %s", given, cure));
  }
}
