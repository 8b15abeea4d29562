package org.gradcl.train.fit;

import java.util.Optional;
import org.gradcl.data.BatchSource;
import org.gradcl.random.RandomKey;
import org.gradcl.train.checkpoint.CheckpointContent;
import org.gradcl.train.report.TrainingReport;

/**
 * The fits of one trainer, one after the other, and the state that one passes to the next: the
 * random key, the number of passes that the model has seen, and the position of an unfinished fit.
 * Used by one thread at a time; {@link #cancel} by any.
 */
public final class Fits {
  private final FitContext context;
  private volatile boolean cancelled;
  private RandomKey key;
  private int passes;
  private Optional<FitRun> lastRun = Optional.empty();

  /**
   * Before the first fit.
   *
   * @param key decides the orders of samples
   * @param passes epochs that the model was trained for before
   */
  public Fits(FitContext context, RandomKey key, int passes) {
    this.context = context;
    this.key = key;
    this.passes = passes;
  }

  /** Marks a fit as in progress, which {@link #cancel} ends. */
  public void begin() {
    cancelled = false;
  }

  /** Trains, or continues training, after {@link #begin}. */
  public TrainingReport fit(BatchSource trainingSet, FitSettings settings) {
    RandomKey keyOfRun = settings.resumed().map(CheckpointContent::key).orElse(key);
    FitRun run = FitStart.begin(context, settings, trainingSet, keyOfRun, passes, () -> cancelled);
    key = keyOfRun;
    lastRun = Optional.of(run);
    try {
      return run.run();
    } catch (RuntimeException | Error e) {
      lastRun = Optional.empty();
      throw e;
    } finally {
      passes = run.passes();
      context.inference().largestPieces();
    }
  }

  /** Ends the fit in progress, if there is one, after its present step. Any thread may call it. */
  public void cancel() {
    cancelled = true;
  }

  /** Something other than a fit has changed the state: no run can be resumed from here. */
  public void forgetRun() {
    lastRun = Optional.empty();
  }

  /** The present state, with the progress of the current or the last fit. */
  public CheckpointContent checkpoint() {
    return context.checkpoint(lastRun.flatMap(FitRun::progress));
  }
}
