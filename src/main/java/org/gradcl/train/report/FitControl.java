package org.gradcl.train.report;

import java.nio.file.Path;

/**
 * Ends or saves the fit that a listener follows. Valid until the fit has ended; used on the thread
 * of the fit, within a call of the listener, except for {@link #stop}, which any thread may call.
 */
public interface FitControl {
  /**
   * Ends the fit after its present step, with {@link StopReason#STOPPED}: validation, report, best
   * state and checkpoints are as at any other end. If the last step is already made, the fit is
   * complete.
   *
   * @throws IllegalStateException if the fit has ended
   */
  void stop();

  /**
   * Writes a checkpoint of the present step, from which the run can be resumed; as a whole or not
   * at all. Waits for all steps so far.
   *
   * @param file to be replaced or created, in the safetensors format
   * @throws CheckpointException if it can't be written, or a file is there that is no checkpoint of
   *     GradCL; what was there is untouched
   * @throws NonFiniteLossException if a step had a loss or gradient that was not finite, or left a
   *     parameter that is not; no file is written then
   * @throws IllegalStateException if the fit has ended, or the call is not on its thread
   */
  void save(Path file);
}
