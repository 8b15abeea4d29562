package org.gradcl.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.gradcl.cli.training.DataChoice;
import org.gradcl.cli.training.EmbedChoice;
import org.gradcl.cli.training.FitChoice;
import org.gradcl.cli.training.ModelChoice;
import org.gradcl.cli.training.Problem;
import org.gradcl.cli.training.Problems;
import org.gradcl.cli.training.Settings;
import org.gradcl.cli.training.UsageException;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.Precision;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Reshape;
import org.gradcl.train.Fit;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags that choose the model and its training, the same in every command that trains. */
final class ModelOptions {
  @Option(
      names = "--layers",
      paramLabel = "LAYERS",
      description =
          "The hidden layers, separated by commas: widths and activations, or layers such as \"conv"
              + " 16 3x3 padding=1 relu, flatten, 64 relu\"; \"\" for none. The output layer"
              + " follows from the target. \"64 relu, 32 relu\" by default, for digits \"128 relu,"
              + " 64 relu\".")
  private String layers;

  @Option(
      names = "--input-shape",
      paramLabel = "SHAPE",
      description =
          "The shape in which the layers read the numbers of a row: of an image height, width and"
              + " channels, such as 8x8x1. A row of numbers by default.")
  private String inputShape;

  @Option(
      names = "--embed",
      paramLabel = "COLUMN[:WIDTH]",
      split = ",",
      description =
          "Columns of categories that the layers read through embeddings, instead of an indicator"
              + " for each category, separated by commas; a name with a comma is written in double"
              + " quotes. A category becomes WIDTH learnt numbers: half as many as the column has"
              + " categories, rounded up, at most 50, by default.")
  private List<String> embed = List.of();

  @Option(
      names = "--dropout",
      paramLabel = "RATE",
      description = "The share of activations dropped after each hidden layer; 0 by default.")
  private Double dropout;

  @Option(
      names = "--loss",
      paramLabel = "LOSS",
      completionCandidates = CatalogueNames.OfLosses.class,
      description =
          "What is minimised: ${COMPLETION-CANDIDATES}, with settings such as \"huber delta=1\";"
              + " softmax_cross_entropy for classes, mse for numbers by default.")
  private String loss;

  @Mixin private OptimizerOptions optimizer;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Samples in a batch: 128 for diamonds, else 32.")
  private Integer batchSize;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides initial weights, order of samples and dropout; 1 by default.")
  private Long seed;

  /**
   * Settings for a problem: its defaults, except for the flags given.
   *
   * @throws UsageException if a flag has a value that it can't have; the message lists what is
   *     known
   */
  Settings settings(
      Problem problem,
      OptionalInt epochs,
      OptionalInt patience,
      DevicePolicy device,
      Precision precision) {
    ModelChoice model = Settings.defaultsFor(problem).model();
    FitChoice fit = Settings.defaultsFor(problem).fit();
    epochs.ifPresent(count -> UsageException.value(() -> Fit.epochs(count)));
    patience.ifPresent(count -> UsageException.value(() -> Fit.epochs(1).patience(count)));
    return new Settings(
        new ModelChoice(
            given(layers, model.layers(), ModelChoice::read),
            inputShape == null
                ? model.inputShape()
                : Optional.of(UsageException.value(() -> Reshape.parse(inputShape).sample())),
            embedded(),
            given(dropout, model.dropout(), Dropout::of),
            loss == null ? model.loss() : UsageException.value(() -> Losses.named(loss)),
            UsageException.value(() -> optimizer.apply(model.optimizer()))),
        new FitChoice(
            seed == null ? fit.seed() : seed,
            epochs.orElse(fit.epochs()),
            given(batchSize, fit.batchSize(), Fit.epochs(1)::batchSize),
            patience.orElse(fit.patience()),
            device,
            precision));
  }

  /**
   * The data, with every column where the layers read them by their places, and embedded columns as
   * indices.
   */
  Problem problem(DataChoice choice) throws IOException {
    List<EmbedChoice> embedded = embedded();
    if (inputShape == null) {
      return Problems.read(choice, DataOptions.home()).embedding(embedded);
    }
    if (!embedded.isEmpty()) {
      throw new UsageException(
          "--input-shape reads the numbers of a row by their places, which embedded columns have"
              + " none of; leave out --input-shape or --embed");
    }
    return Problems.readEveryColumn(choice, DataOptions.home());
  }

  private List<EmbedChoice> embedded() {
    return embed.stream().map(EmbedChoice::parse).toList();
  }

  /** The value of a flag, which the library can read, or the usual one. */
  private static <T> T given(T value, T usual, Function<T, ?> reading) {
    if (value == null) {
      return usual;
    }
    UsageException.value(() -> reading.apply(value));
    return value;
  }
}
