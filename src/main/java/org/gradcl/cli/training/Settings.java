package org.gradcl.cli.training;

import java.util.List;
import java.util.Optional;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.Precision;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Losses;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.Schedules;

/**
 * The settings of a training. Immutable.
 *
 * @param model what is trained and by which step
 * @param fit how long and on what
 */
public record Settings(ModelChoice model, FitChoice fit) {
  private static final int BATCH = 32;
  private static final int USUAL_STEPS = 5000;
  private static final int LEAST_EPOCHS = 20;
  private static final int MOST_EPOCHS = 300;
  private static final long SEED = 1;

  /**
   * The default settings for a problem, chosen on the validation parts of the examples; for other
   * tables as many epochs as make about 5,000 steps, from 20 to 300.
   */
  public static Settings defaultsFor(Problem problem) {
    Optimizer adam = Optimizers.adam(2e-3).withSchedule(Schedules.cosine());
    return switch (problem.name()) {
      case Problems.DIAMONDS -> {
        Optimizer faster = adam.withLearningRate(5e-3);
        yield of("64 relu, 32 relu", Losses.meanSquaredError(), faster, 20, 128);
      }
      case Problems.DIGITS -> {
        Optimizer adamW = Optimizers.named("adamw weight_decay=0.01").withLearningRate(2e-3);
        yield of("128 relu, 64 relu", Losses.meanSquaredError(), adamW, 60, BATCH);
      }
      default -> {
        int steps = Math.max(1, problem.split().training().length / BATCH);
        int epochs = Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, USUAL_STEPS / steps));
        Loss loss =
            problem.schema().isClassification()
                ? Losses.softmaxCrossEntropy()
                : Losses.meanSquaredError();
        yield of("64 relu, 32 relu", loss, adam, epochs, BATCH);
      }
    };
  }

  private static Settings of(
      String layers, Loss loss, Optimizer optimizer, int epochs, int batchSize) {
    return new Settings(
        new ModelChoice(layers, Optional.empty(), List.of(), 0, loss, optimizer),
        new FitChoice(SEED, epochs, batchSize, 0, DevicePolicy.preferGpu(), Precision.FLOAT32));
  }
}
