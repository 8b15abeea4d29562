package org.gradcl.train.checkpoint;

import java.util.List;
import java.util.Optional;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.session.Snapshot;

/**
 * How far a fit has come: with a {@link Snapshot}, all that its continuation depends on.
 *
 * @param epochs in the run
 * @param batchSize samples in a full batch
 * @param shuffled whether each epoch has an order of its own
 * @param patience epochs without improvement, 0 for none
 * @param samples in an epoch
 * @param passesBefore epochs that this model was trained for before the run
 * @param epoch completed epochs of the run
 * @param position samples passed in the current epoch
 * @param lossSum of those samples, before reduction
 * @param seconds since the beginning of the run
 * @param stopping the best epoch so far
 * @param history of completed epochs
 * @param best the state at the end of the best epoch, if there is patience
 */
public record FitProgress(
    int epochs,
    int batchSize,
    boolean shuffled,
    int patience,
    long samples,
    int passesBefore,
    int epoch,
    long position,
    double lossSum,
    double seconds,
    EarlyStopping stopping,
    List<EpochReport> history,
    Optional<Snapshot> best) {
  public FitProgress {
    history = List.copyOf(history);
  }

  /** Completed epochs that the model was trained for, before the run and in it. */
  public int passes() {
    return passesBefore + epoch;
  }
}
