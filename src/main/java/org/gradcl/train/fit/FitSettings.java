package org.gradcl.train.fit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gradcl.data.BatchSource;
import org.gradcl.metric.Metric;
import org.gradcl.train.checkpoint.CheckpointContent;
import org.gradcl.train.report.Listener;

/**
 * How long and how a fit trains.
 *
 * @param epochs passes over the training data
 * @param batchSize samples in a full batch
 * @param shuffled whether each epoch has an order of its own
 * @param validation what the model is judged by
 * @param metrics of the validation data, beside the loss
 * @param patience epochs without improvement, 0 for none
 * @param checkpoints the folder for them
 * @param checkpointEverySteps 0 for none in mid-epoch
 * @param listener hears how the fit goes
 * @param resumed the run that is continued
 * @param extended whether that run gets another number of epochs than it began with
 */
public record FitSettings(
    int epochs,
    int batchSize,
    boolean shuffled,
    Optional<BatchSource> validation,
    List<Metric> metrics,
    int patience,
    Optional<Path> checkpoints,
    int checkpointEverySteps,
    Listener listener,
    Optional<CheckpointContent> resumed,
    boolean extended) {
  /** Copies the list. */
  public FitSettings {
    metrics = List.copyOf(metrics);
  }
}
