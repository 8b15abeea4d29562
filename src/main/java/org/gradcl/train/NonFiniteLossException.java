package org.gradcl.train;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A loss or a gradient became NaN or infinite while training. The parameters are those before that
 * step; a checkpoint written before is kept.
 */
public final class NonFiniteLossException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long step;
  private final transient Optional<Path> lastCheckpoint;

  NonFiniteLossException(long step, float learningRate, Optional<Path> lastCheckpoint) {
    super(
        String.format(
            "The loss or a gradient became NaN or infinite at step %d (counted from 0). The"
                + " parameters are those before that step%s. Try a smaller learning rate (it was"
                + " %s), clip the gradients (Optimizer.withClipNorm), or scale the data",
            step,
            lastCheckpoint.map(path -> "; the last checkpoint is " + path).orElse(""),
            learningRate));
    this.step = step;
    this.lastCheckpoint = lastCheckpoint;
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
