package org.gradcl.cli;

import java.util.List;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.Schedules;
import picocli.CommandLine.Option;

/** The flags that choose the optimiser: its text, and what is often changed of it alone. */
final class OptimizerOptions {
  @Option(
      names = "--optimizer",
      paramLabel = "OPTIMIZER",
      completionCandidates = CatalogueNames.OfOptimizers.class,
      description =
          "How it is minimised: ${COMPLETION-CANDIDATES}, with settings such as \"sgd momentum=0.9"
              + " learning_rate=0.1; lookahead every=5 alpha=0.5\"; adam by default, for digits"
              + " adamw.")
  private String optimizer;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description =
          "The learning rate with which the schedule begins: 0.005 for diamonds, else 0.002, but"
              + " with --optimizer that of the method.")
  private Double learningRate;

  @Option(
      names = "--schedule",
      paramLabel = "SCHEDULE",
      completionCandidates = CatalogueNames.OfSchedules.class,
      description =
          "How the learning rate changes: ${COMPLETION-CANDIDATES}, with settings such as \"step"
              + " every=1000 factor=0.5\", \"warm_up over=5%% then cosine\" or \"plateau factor=0.5"
              + " patience=3\"; cosine by default, for digits constant.")
  private String schedule;

  @Option(
      names = "--accumulate",
      paramLabel = "N",
      description = "Batches in a step, whose mean loss it minimises; 1 by default.")
  private Integer accumulate;

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description = "The largest norm of all gradients together; not clipped by default.")
  private Double clip;

  @Option(
      names = "--weight-decay",
      paramLabel = "DECAY",
      description = "The weight decay in place of the method's.")
  private Double weightDecay;

  @Option(
      names = "--no-decay",
      paramLabel = "PATTERN",
      split = ",",
      description =
          "Parameters without weight decay, by names such as \"*.bias\", where * stands for any"
              + " characters; several separated by commas.")
  private List<String> undecayed = List.of();

  @Option(
      names = "--ema",
      paramLabel = "DECAY",
      description =
          "The decay, such as 0.999, of a moving average of the weights, which then predicts in"
              + " their place; none by default.")
  private Double ema;

  /**
   * The usual optimiser as the flags change it. Another method brings its own learning rate and
   * keeps the problem's schedule.
   *
   * @throws CatalogueException if a text can't be read
   * @throws IllegalArgumentException if a number lies outside its range
   */
  Optimizer apply(Optimizer usual) {
    Optimizer chosen = method(usual);
    if (learningRate != null) {
      chosen = chosen.withLearningRate(learningRate);
    }
    if (schedule != null) {
      chosen = chosen.withSchedule(Schedules.named(schedule));
    }
    if (accumulate != null) {
      chosen = chosen.withAccumulation(accumulate);
    }
    if (clip != null) {
      chosen = chosen.withClipNorm(clip);
    }
    if (weightDecay != null) {
      chosen = chosen.withWeightDecay(weightDecay);
    }
    for (String pattern : undecayed) {
      chosen = chosen.withGroup(pattern, group -> group.withWeightDecay(0));
    }
    return ema == null ? chosen : chosen.withEma(ema);
  }

  private Optimizer method(Optimizer usual) {
    if (optimizer == null) {
      return usual;
    }
    Optimizer chosen = Optimizers.named(optimizer);
    return optimizer.contains("schedule ") ? chosen : chosen.withSchedule(usual.schedule());
  }
}
