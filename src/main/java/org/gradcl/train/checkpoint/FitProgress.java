package org.gradcl.train.checkpoint;

import java.util.List;
import java.util.Optional;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.session.Snapshot;

/**
 * The progress of a run: together with a {@link Snapshot}, all that its continuation depends on.
 *
 * @param settings of the run
 * @param samples of the training data
 * @param passesBefore epochs for which this model was trained before the run
 * @param epoch completed epochs of the run
 * @param position samples passed in the current epoch
 * @param lossSum of those samples, before reduction
 * @param seconds since the beginning of the run
 * @param stopping the best validation so far
 * @param judgedStep updates made by the last validation; −1 before the first
 * @param plateau where the run stands with a schedule that is a plateau
 * @param history of completed epochs, and of one that the end of the run cut short
 * @param best the best state, if there is patience
 */
public record FitProgress(
    RunSettings settings,
    long samples,
    int passesBefore,
    int epoch,
    long position,
    double lossSum,
    double seconds,
    EarlyStopping stopping,
    long judgedStep,
    Optional<PlateauProgress> plateau,
    List<EpochReport> history,
    Optional<Snapshot> best) {
  /** Copies the list. */
  public FitProgress {
    history = List.copyOf(history);
  }

  /** Epochs in the run, the last of which may be cut short. */
  public int epochs() {
    int batchSize = settings.batchSize();
    boolean partial = samples % batchSize != 0 && !settings.dropLast();
    return settings.length().epochs(Math.max(1, samples / batchSize + (partial ? 1 : 0)));
  }

  /**
   * Epochs for which the model was trained, before the run and in it, including one that was cut
   * short.
   */
  public int passes() {
    return passesBefore + Math.max(epoch, history.size());
  }
}
