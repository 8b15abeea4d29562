package org.gradcl.train.fit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gradcl.data.BatchSource;
import org.gradcl.metric.Metric;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.Evaluation;

/**
 * Reports how far an epoch has come, and judges the model by the validation data. Not safe for use
 * by several threads.
 */
final class Judge {
  private final FitContext context;
  private final FitSettings settings;
  private final RunPosition position;
  private final StepLosses losses;
  private final Stopwatch time;
  private final BestState best;

  private Optional<Judgement> latest = Optional.empty();

  /** A report, and whether the state that it is of is the best so far. */
  record Judgement(EpochReport report, boolean improved) {}

  /**
   * Before the first judgement.
   *
   * @param best what each judgement is compared with
   */
  Judge(
      FitContext context,
      FitSettings settings,
      RunPosition position,
      StepLosses losses,
      Stopwatch time,
      BestState best) {
    this.context = context;
    this.settings = settings;
    this.position = position;
    this.losses = losses;
    this.time = time;
    this.best = best;
  }

  /** Whether a validation is due, and has not been made, after a step that ends no epoch. */
  boolean isDueWithinEpoch() {
    return isDue() && best.judgedStep() != position.step() && position.isWithinEpoch();
  }

  /** Whether a validation is due at the end of an epoch. */
  boolean isDueAtEndOfEpoch() {
    boolean decides = context.step().optimizer().schedule().plateau().isPresent();
    return settings.run().validateEverySteps() == 0 || isDue() || position.isComplete() || decides;
  }

  private boolean isDue() {
    int every = settings.run().validateEverySteps();
    return every > 0 && position.stepsOfRun() % every == 0;
  }

  /** Reports the epoch so far, with a validation if there is data for one; once a step. */
  Judgement judge() {
    if (latest.filter(l -> l.report().step() == position.step()).isPresent()) {
      return latest.get();
    }
    Optional<Evaluation> evaluation = settings.validation().source().map(this::evaluate);
    EpochReport report = report(evaluation);
    Judgement judgement = new Judgement(report, best.judge(report, context.session()));
    latest = Optional.of(judgement);
    if (evaluation.isPresent()) {
      settings.listener().onValidation(report);
    }
    return judgement;
  }

  private Evaluation evaluate(BatchSource validation) {
    List<Metric> metrics = settings.validation().metrics();
    return context.inference().evaluate(validation, context.step().objective(), metrics);
  }

  /** Reports the epoch so far, without a validation. */
  Judgement report() {
    return new Judgement(report(Optional.empty()), false);
  }

  private EpochReport report(Optional<Evaluation> evaluation) {
    return new EpochReport(
        position.epoch() + 1,
        position.step(),
        position.samples(),
        losses.value(),
        evaluation.map(e -> OptionalDouble.of(e.loss())).orElse(OptionalDouble.empty()),
        evaluation.map(Evaluation::metrics).orElse(Map.of()),
        losses.learningRate(position.step()),
        time.seconds());
  }
}
