package org.gradcl.train.report;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A loss or a gradient became NaN or infinite while training. The parameters are those before that
 * step; a checkpoint written before is kept.
 *
 * <p>Or an update made a parameter or a slot of the optimiser NaN or infinite, although loss and
 * gradients were finite. Then training can continue only from the checkpoint.
 */
public final class NonFiniteLossException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long step;
  private final transient Optional<Path> lastCheckpoint;

  public NonFiniteLossException(long step, float learningRate, Optional<Path> lastCheckpoint) {
    this(
        String.format(
            "The loss or a gradient became NaN or infinite at step %d (counted from 0). The"
                + " parameters are those before that step%s. Try a smaller learning rate (it was"
                + " %s), clip the gradients (Optimizer.withClipNorm; on the command line"
                + " as in --optimizer 'adam; clip_norm=1'), or scale the data",
            step,
            lastCheckpoint.map(path -> "; the last checkpoint is " + path).orElse(""),
            learningRate),
        step,
        lastCheckpoint);
  }

  private NonFiniteLossException(String message, long step, Optional<Path> lastCheckpoint) {
    super(message);
    this.step = step;
    this.lastCheckpoint = lastCheckpoint;
  }

  /**
   * {@return the exception for a parameter or a slot that is NaN or infinite}
   *
   * @param what it is, such as {@code parameter 'layer.0.weight'}
   * @param step the last that was made
   */
  public static NonFiniteLossException ofTensor(
      String what, long step, float learningRate, Optional<Path> lastCheckpoint) {
    return new NonFiniteLossException(
        String.format(
            "The %s is NaN or infinite after step %d (counted from 0), though no loss"
                + " or gradient was: an update overflowed. %s with a smaller learning rate (it was"
                + " %s), clip the gradients (Optimizer.withClipNorm), or scale the data",
            what,
            step,
            lastCheckpoint
                .map(path -> "Go on from the last checkpoint, " + path + ",")
                .orElse("Build a new trainer"),
            learningRate),
        step,
        lastCheckpoint);
  }

  /**
   * {@return the step that failed: the number of updates made before it since the model was new}
   */
  public long step() {
    return step;
  }

  /** {@return the last checkpoint that this fit wrote} */
  public Optional<Path> lastCheckpoint() {
    return lastCheckpoint;
  }
}
