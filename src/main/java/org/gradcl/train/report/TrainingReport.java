package org.gradcl.train.report;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.gradcl.device.Counters;
import org.gradcl.device.DeviceReport;

/**
 * The result of a fit. Immutable.
 *
 * @param epochs every completed epoch of the run, and one that its end cut short, including those
 *     before the checkpoint of a resumed run
 * @param stopReason why it ended
 * @param bestEpoch the number of the epoch in which the monitored figure was the best, if there is
 *     one; with patience the parameters are those of that time
 * @param bestStep updates made until then, since the model was new
 * @param steps updates made by this call
 * @param samples trained by this call
 * @param seconds from the first to the last step of this call, validation included
 * @param counters the device's counts of this call
 * @param device which device trained, and why
 */
public record TrainingReport(
    List<EpochReport> epochs,
    StopReason stopReason,
    OptionalInt bestEpoch,
    OptionalLong bestStep,
    long steps,
    long samples,
    double seconds,
    Counters counters,
    DeviceReport device) {

  /** Copies the list. */
  public TrainingReport {
    epochs = List.copyOf(epochs);
  }

  /**
   * {@return the last epoch}
   *
   * @throws IllegalStateException if there is none
   */
  public EpochReport lastEpoch() {
    if (epochs.isEmpty()) {
      throw new IllegalStateException("No epoch was completed: the fit ended by " + stopReason);
    }
    return epochs.get(epochs.size() - 1);
  }

  /**
   * {@return samples trained a second in this call, validation included; 0 if there was no step}
   */
  public double samplesPerSecond() {
    return seconds > 0 ? samples / seconds : 0;
  }

  /** {@return a table of the first, the best and the last epochs, at most fifteen lines} */
  @Override
  public String toString() {
    return TrainingReportText.of(this);
  }
}
