package org.gradcl.cli.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gradcl.data.DataException;
import org.gradcl.data.table.TableSchema;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Losses;
import org.gradcl.loss.SoftmaxCrossEntropy;
import org.gradcl.nn.Block;
import org.gradcl.nn.Dense;
import org.gradcl.nn.EmbeddedColumn;
import org.gradcl.nn.HiddenLayer;
import org.gradcl.nn.Layers;
import org.gradcl.nn.Model;
import org.gradcl.nn.Reshape;
import org.gradcl.nn.Sequential;
import org.gradcl.nn.TabularModel;
import org.gradcl.optim.Optimizer;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.Shape;

/**
 * The choice of the model and of its training step. Immutable.
 *
 * @param layers the hidden layers, such as {@code 64 relu, 32 relu}
 * @param inputShape of a sample for the first of them, such as that of an image; empty for a row of
 *     numbers
 * @param embedded columns that are read through embeddings
 * @param dropout rate after each hidden layer, 0 for none
 * @param loss what is minimised
 * @param optimizer how, with its learning rate and schedule
 */
public record ModelChoice(
    String layers,
    Optional<Shape> inputShape,
    List<EmbedChoice> embedded,
    double dropout,
    Loss loss,
    Optimizer optimizer) {
  /** Losses whose targets are 0 and 1, signs, counts or probabilities. */
  private static final Set<String> OF_OTHER_TARGETS =
      Set.of("bce", "bce_with_logits", "focal", "hinge", "kl_div", "nll", "poisson_nll");

  /** Copies the list. */
  public ModelChoice {
    embedded = List.copyOf(embedded);
  }

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
    return new TrainingStep(model(problem.schema()), loss, optimizer);
  }

  private Model model(TableSchema schema) {
    int numbers = schema.inputWidth();
    List<EmbeddedColumn> columns = EmbedChoice.columns(schema, embedded);
    int inputs = numbers + columns.stream().mapToInt(EmbeddedColumn::width).sum();
    Sequential sequential = sequential(inputs, schema.outputWidth());
    return columns.isEmpty() ? sequential : new TabularModel(numbers, columns, sequential);
  }

  private Sequential sequential(int inputs, int outputs) {
    if (inputShape.isEmpty() && isDense(layers)) {
      return Sequential.dense(inputs, HiddenLayer.parse(layers), dropout, outputs);
    }
    if (dropout != 0) {
      throw new IllegalArgumentException(
          "A rate of dropout for all layers is for dense ones; write it among the layers, such as"
              + " 'flatten, dropout 0.1'");
    }
    List<Block> blocks = new ArrayList<>();
    inputShape.ifPresent(shape -> blocks.add(new Reshape(shape)));
    blocks.addAll(Layers.list(layers));
    blocks.add(Dense.to(outputs));
    return Sequential.ofInput(Shape.of(inputs), blocks.toArray(Block[]::new));
  }

  /** Whether layers are given as widths with activations alone. */
  private static boolean isDense(String layers) {
    return layers.isBlank()
        || Arrays.stream(layers.split(",", -1))
            .allMatch(part -> !part.isBlank() && Character.isDigit(part.strip().charAt(0)));
  }

  /**
   * What the text of layers says.
   *
   * @return the layers, in order
   * @throws IllegalArgumentException if they can't be read; the message says why
   */
  public static List<?> read(String layers) {
    return isDense(layers) ? HiddenLayer.parse(layers) : Layers.list(layers);
  }
}
