package org.gradcl.cli.training;

import java.util.OptionalInt;
import org.gradcl.data.DataException;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Losses;
import org.gradcl.loss.SoftmaxCrossEntropy;
import org.gradcl.nn.HiddenLayer;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.Schedules;
import org.gradcl.step.TrainingStep;

/**
 * How to train. Immutable; each {@code with} method gives new settings.
 *
 * @param layers the hidden layers, such as {@code 64 relu, 32 relu}
 * @param dropout rate after each hidden layer, 0 for none
 * @param loss what is minimised
 * @param optimizer how, with its learning rate and schedule
 * @param epochs passes over the training part
 * @param batchSize samples in a batch
 * @param patience epochs without improvement after which to stop, if any
 * @param seed of all random numbers
 */
public record Settings(
    String layers,
    double dropout,
    Loss loss,
    Optimizer optimizer,
    int epochs,
    int batchSize,
    OptionalInt patience,
    long seed) {

  private static final int BATCH = 32;
  private static final int USUAL_STEPS = 5000;
  private static final int LEAST_EPOCHS = 20;
  private static final int MOST_EPOCHS = 300;
  private static final long SEED = 1;

  /**
   * What is good for a problem, chosen by the validation parts of the examples; for other tables as
   * many epochs as make about 5,000 steps, from 20 to 300.
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
    return new Settings(layers, 0, loss, optimizer, epochs, batchSize, OptionalInt.empty(), SEED);
  }

  /**
   * The step that trains a problem with these settings.
   *
   * @throws DataException if loss and target do not go together
   * @throws IllegalArgumentException if the layers can't be read; the message says why
   */
  public TrainingStep step(Problem problem) {
    boolean classes = problem.schema().isClassification();
    if (classes != loss instanceof SoftmaxCrossEntropy) {
      throw new DataException(
          String.format(
              classes
                  ? "The target %s is a class, for which the loss is softmax_cross_entropy, not %s"
                  : "The targets %s are numbers, which the loss %s can't judge; declare a column of"
                      + " classes by --text COLUMN, or choose another loss",
              problem.schema().targets().stream().map(column -> column.name()).toList(),
              loss.describe()));
    }
    if (loss.describe().startsWith("bce")) {
      throw new DataException(
          "Numeric targets are standardised, so that "
              + loss.describe()
              + " can't judge them; declare the column as one of classes by --text COLUMN");
    }
    Sequential model =
        Sequential.dense(
            problem.schema().inputWidth(),
            HiddenLayer.parse(layers),
            dropout,
            problem.schema().outputWidth());
    return new TrainingStep(model, loss, optimizer);
  }
}
