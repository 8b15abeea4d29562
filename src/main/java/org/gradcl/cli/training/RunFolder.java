package org.gradcl.cli.training;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.gradcl.cli.plot.LossPlot;
import org.gradcl.cli.plot.Plots;
import org.gradcl.data.DataException;
import org.gradcl.text.FileFailure;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.TrainingReport;

/**
 * The files of a run:
 *
 * <pre>
 * metrics.csv         a row for each epoch
 * last.safetensors    the latest state of the run, to be resumed
 * best.safetensors    the run at its lowest validation loss
 * model.safetensors   the result
 * run.json            the configuration and the results, see {@link RunRecord}
 * loss.png, predictions.png, completions.png
 * </pre>
 *
 * @param path of the folder
 */
public record RunFolder(Path path) {
  private static final String LOSS_PLOT = "loss.png";
  private static final String METRICS = "metrics.csv";
  private static final String BEST = "best.safetensors";

  /** The files that a run may write; no other file is ever replaced. */
  static final List<String> NAMES =
      List.of(
          METRICS,
          "last.safetensors",
          BEST,
          "model.safetensors",
          "run.json",
          LOSS_PLOT,
          "predictions.png",
          "completions.png");

  private static final Pattern PLAIN_WORD = Pattern.compile("[\\w./:-]+");

  /** What lies in the folder. */
  FolderContent content() {
    try {
      return FolderContent.of(path);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** The files that a run continued here would replace. */
  List<Path> present() {
    return NAMES.stream().map(path::resolve).filter(Files::exists).toList();
  }

  /**
   * Refuses to replace the data of the run.
   *
   * @throws DataException naming it
   */
  void requireWithout(Optional<Path> data, List<Path> replaced) {
    for (Path file : replaced) {
      if (data.isPresent() && isSameFile(data.get(), file)) {
        throw new DataException(
            String.format(
                "The run would replace its own data, %s, which has the name of one of its files;"
                    + " choose another folder with --out",
                data.get()));
      }
    }
  }

  private boolean isSameFile(Path one, Path other) {
    try {
      return Files.exists(one) && Files.isSameFile(one, other);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Makes the folder if need be; the files of a former run go, that none be taken for this one's.
   */
  void clear() throws IOException {
    Files.createDirectories(path);
    for (Path file : FolderContent.of(path).ofRun()) {
      Files.delete(file);
    }
  }

  /** What to say if the folder can't be made, listed or cleared. */
  UncheckedIOException unusable(IOException cause) {
    return new UncheckedIOException(
        String.format(
            "The folder %s can't be used: %s; choose another with --out",
            path, FileFailure.sentence(cause)),
        cause);
  }

  boolean isSameAs(RunFolder other) throws IOException {
    return Files.exists(path) && Files.isSameFile(path, other.path);
  }

  /** Copies the checkpoints of a run that is continued here. */
  void takeCheckpointsOf(RunFolder before) throws IOException {
    Files.copy(before.last(), last());
    if (Files.exists(before.path.resolve(BEST))) {
      Files.copy(before.path.resolve(BEST), path.resolve(BEST));
    }
  }

  /** The checkpoint from which a run is resumed. */
  public Path last() {
    return path.resolve("last.safetensors");
  }

  Path model() {
    return path.resolve("model.safetensors");
  }

  Path record() {
    return path.resolve("run.json");
  }

  MetricsFile metrics(List<EpochReport> history) {
    return new MetricsFile(path.resolve(METRICS), history);
  }

  /** Draws the pictures of a run; returns the names of those that could be drawn. */
  List<String> draw(Problem problem, TrainingReport report, Optional<Results> results) {
    Plots plots = new Plots();
    double[] loss = report.epochs().stream().mapToDouble(EpochReport::loss).toArray();
    double[] validationLoss =
        report.epochs().stream()
            .flatMapToDouble(epoch -> epoch.validationLoss().stream())
            .toArray();
    List<String> pictures = new ArrayList<>();
    if (plots.write(
        path.resolve(LOSS_PLOT),
        () -> LossPlot.draw(problem.name() + ": loss by epoch", loss, validationLoss))) {
      pictures.add(LOSS_PLOT);
    }
    results.ifPresent(r -> pictures.addAll(r.draw(plots, path)));
    return pictures;
  }

  /** The folder as one word of a shell's line. */
  String quoted() {
    return quoted(path);
  }

  /** A path as one word of a shell's line. */
  static String quoted(Path path) {
    String text = path.toString();
    if (PLAIN_WORD.matcher(text).matches()) {
      return text;
    }
    return File.separatorChar == '\\' ? '"' + text + '"' : "'" + text.replace("'", "'\\''") + "'";
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
