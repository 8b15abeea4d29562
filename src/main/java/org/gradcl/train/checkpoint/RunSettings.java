package org.gradcl.train.checkpoint;

import java.util.Optional;

/**
 * The settings that a run keeps however often it is interrupted.
 *
 * @param length in epochs or steps
 * @param batchSize samples in a full batch
 * @param shuffled whether each epoch has its own order
 * @param dropLast whether a batch that would not be full is left out
 * @param validateEverySteps steps between validations; 0 for one at the end of each epoch
 * @param patience validations without improvement, 0 for none
 * @param monitor the figure whose improvement counts; empty for a lower validation loss
 */
public record RunSettings(
    RunLength length,
    int batchSize,
    boolean shuffled,
    boolean dropLast,
    int validateEverySteps,
    int patience,
    Optional<Monitor> monitor) {

  /** These with another length. */
  public RunSettings withLength(RunLength value) {
    return new RunSettings(
        value, batchSize, shuffled, dropLast, validateEverySteps, patience, monitor);
  }

  /** These with another batch size. */
  public RunSettings withBatchSize(int value) {
    return new RunSettings(
        length, value, shuffled, dropLast, validateEverySteps, patience, monitor);
  }

  /** These, shuffled. */
  public RunSettings withShuffling() {
    return new RunSettings(
        length, batchSize, true, dropLast, validateEverySteps, patience, monitor);
  }

  /** These without a last batch that would not be full. */
  public RunSettings withoutPartialBatch() {
    return new RunSettings(
        length, batchSize, shuffled, true, validateEverySteps, patience, monitor);
  }

  /** These with another number of steps between validations. */
  public RunSettings withValidateEverySteps(int value) {
    return new RunSettings(length, batchSize, shuffled, dropLast, value, patience, monitor);
  }

  /** These with another patience. */
  public RunSettings withPatience(int value) {
    return new RunSettings(
        length, batchSize, shuffled, dropLast, validateEverySteps, value, monitor);
  }

  /** These with another figure to be monitored. */
  public RunSettings withMonitor(Monitor value) {
    return new RunSettings(
        length, batchSize, shuffled, dropLast, validateEverySteps, patience, Optional.of(value));
  }
}
