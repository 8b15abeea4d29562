package org.gradcl.cli.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gradcl.text.FileFailure;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.Listener;

/**
 * {@code metrics.csv}: a row for each epoch, written when the epoch ends. A resumed run writes the
 * epochs before its checkpoint again. Used by the fit's thread.
 */
final class MetricsFile implements Listener, AutoCloseable {
  /** The columns that every such file has, in its first line. */
  static final String COLUMNS = "epoch,step,learning_rate,loss,validation_loss,seconds";

  private final Path file;
  private final List<EpochReport> history;
  private Writer writer = Writer.nullWriter();
  private boolean begun;

  /**
   * A file that is opened as the fit begins.
   *
   * @param history epochs that are done already
   */
  MetricsFile(Path file, List<EpochReport> history) {
    this.file = file;
    this.history = history;
  }

  @Override
  public void onBegin() {
    try {
      writer = Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw unwritable(e);
    }
    history.forEach(this::onEpoch);
  }

  @Override
  public void onEpoch(EpochReport report) {
    try {
      if (!begun) {
        StringBuilder header = new StringBuilder(COLUMNS);
        report.metrics().keySet().forEach(name -> header.append(",validation_").append(name));
        writer.write(header.append('\n').toString());
        begun = true;
      }
      writer.write(row(report));
      writer.flush();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private UncheckedIOException unwritable(IOException cause) {
    return new UncheckedIOException(
        FileFailure.unwritable(
            file,
            cause,
            "make it writable or free space there, or choose another folder with --out"));
  }

  private static String row(EpochReport report) {
    StringBuilder row = new StringBuilder();
    row.append(report.epoch()).append(',').append(report.step()).append(',');
    row.append(report.learningRate()).append(',').append(report.loss()).append(',');
    report.validationLoss().ifPresent(row::append);
    row.append(',').append(report.seconds());
    report.metrics().values().forEach(value -> row.append(',').append(value));
    return row.append('\n').toString();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
