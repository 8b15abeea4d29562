package org.gradcl.cli.training;

import java.util.List;
import java.util.Set;
import org.gradcl.data.DataException;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Losses;
import org.gradcl.loss.SoftmaxCrossEntropy;
import org.gradcl.nn.HiddenLayer;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.step.TrainingStep;

/**
 * The choice of the model and of its training step. Immutable.
 *
 * @param layers the hidden layers, such as {@code 64 relu, 32 relu}
 * @param dropout rate after each hidden layer, 0 for none
 * @param loss what is minimised
 * @param optimizer how, with its learning rate and schedule
 */
public record ModelChoice(String layers, double dropout, Loss loss, Optimizer optimizer) {
  /** Losses whose targets are 0 and 1, signs, counts or probabilities. */
  private static final Set<String> OF_OTHER_TARGETS =
      Set.of("bce", "bce_with_logits", "focal", "hinge", "kl_div", "nll", "poisson_nll");

  /** The text forms of the losses that can judge the targets of a table. */
  public static List<String> lossesOfTables() {
    return Losses.all().stream().filter(ModelChoice::judgesTables).map(Loss::describe).toList();
  }

  /** Whether a loss takes one output, and classes or standardised numbers as its target. */
  private static boolean judgesTables(Loss loss) {
    return loss.predictions() == 1 && !OF_OTHER_TARGETS.contains(loss.describe().split(" ")[0]);
  }

  /**
   * The training step for a problem.
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
    if (!judgesTables(loss)) {
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
